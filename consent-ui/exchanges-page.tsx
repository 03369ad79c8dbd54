import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { Exchanges, type ExchangeView } from './exchanges.tsx';
import { inLanguage } from './readable.ts';

/** The records of exchanges between agencies, page by page. */
export function exchangesPage(view: {
  language: Language;
  exchanges: readonly ExchangeView[] | null;
  olderPath: string | null;
  backPath: string;
  otherLanguagePath?: string | null;
}): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: '機関どうしのやりとりの記録', en: 'Records of exchanges between agencies' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <Exchanges {...view} />
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
      </p>
    </>,
  );
}
