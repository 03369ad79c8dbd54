import type { Language } from './words.ts';

/** The language a page is shown in: chosen by `?language=`, else the browser's, else Japanese. */
export function toLanguage(request: {
  query: Readonly<Record<string, string | string[] | undefined>>;
  acceptsLanguages(...languages: string[]): string | false | string[];
}): Language {
  const chosen = request.query['language'];
  if (chosen === 'ja' || chosen === 'en') return chosen;
  return request.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja';
}
