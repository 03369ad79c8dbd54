/** Stored values as a person reads them. Days and times are Japan's, wherever the server stands. */
import type { Language, Words } from '../src/vocabulary/words.ts';

const locales: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' };
const timeZone = 'Asia/Tokyo';

/** `2027年3月31日` / `31 March 2027`. */
export function toReadableDay(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone }).format(at);
}

/** `2027年3月31日 23:59` / `31 March 2027 at 23:59`. */
export function toReadableTime(at: Date, language: Language): string {
  const words = new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  return language === 'en' ? `${words.format(at)} (Japan time)` : words.format(at);
}

/** `23:59:05`: for what lives a minute. */
export function toReadableSecond(at: Date, language: Language): string {
  const words = new Intl.DateTimeFormat(locales[language], { timeStyle: 'medium', timeZone });
  return language === 'en' ? `${words.format(at)} (Japan time)` : words.format(at);
}

/** A day (`YYYY-MM-DD`) or a moment (RFC 3339) as an agency writes it; anything else is shown as it stands. */
export function toReadableStamp(text: string, language: Language): string {
  // A day without an hour has no zone: noon in Japan is that day everywhere we format it.
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = new Date(`${text}T12:00:00+09:00`);
    return Number.isNaN(day.getTime()) ? text : toReadableDay(day, language);
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? text : toReadableTime(moment, language);
  }
  return text;
}

/** The same text in both languages: names, numbers, addresses. */
export function sameWords(text: string): Words {
  return { ja: text, en: text };
}

/** The words of one language. */
export function inLanguage(language: Language): (words: Words) => string {
  return (words) => words[language];
}
