/** The languages every text exists in; a text that misses one does not compile. */
export type Language = 'ja' | 'en';
export type Words = Readonly<Record<Language, string>>;
