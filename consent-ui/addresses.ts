/** Addresses that pages and their servers agree on. */

/** Where every server of these pages serves `styleSheet`; the card agent serves its own copy. */
export const styleSheetPath = '/assets/style.css';
/** The icon of every page; browsers would otherwise ask for one that is not there. */
export const iconPath = '/assets/icon.svg';
/** The one script there is: it speaks to Web eID's browser extension. */
export const webEidScriptPath = '/assets/web-eid.js';
/** The citizen's own page: consents, history, withdrawal. */
export const myPagePath = '/my';
/** What may be asked for, in public: the same paths with `.json` are for machines. */
export const categoriesPath = '/categories';
export const categoryPath = (name: string): string => `${categoriesPath}/${name}`;
export const categorySchemaPath = (name: string): string => `/schemas/categories/${name}.json`;
export const codeListPath = (name: string): string => `/code-lists/${name}.json`;
