import type { Language } from '../src/vocabulary/words.ts';
import { categoriesPath, myPagePath } from './addresses.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface HomePageView {
  language: Language;
  otherLanguagePath?: string | null;
}

/** What this is, and the way to one's own page: one click. */
export function homePage({ language, otherLanguagePath }: HomePageView): string {
  const say = inLanguage(language);
  const title = say({ ja: 'あなたの記録を、あなたの同意で渡す窓口', en: 'The counter for your own records' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: '行政機関などが持っているあなたの情報を、あなたが選んだ会社に、あなたが選んだ項目だけ提供する窓口です。',
          en: 'Agencies hold information about you. This counter hands it to a company you chose: only the items you chose, only with your say.',
        })}
      </p>
      <p class="actions">
        <a class="button" href={myPagePath}>
          {say({ ja: 'マイページを開く', en: 'Open my page' })}
        </a>
      </p>
      <section aria-labelledby="how">
        <h2 id="how">{say({ ja: '使い方', en: 'How it works' })}</h2>
        <ol class="steps">
          <li>
            {say({
              ja: '会社のサイトで手続きを始めると、この窓口に移ります。',
              en: 'You start at a company’s site, and it sends you here.',
            })}
          </li>
          <li>
            {say({
              ja: 'マイナンバーカードと4桁の暗証番号でログインします。',
              en: 'You log in with your My Number Card and its 4-digit PIN.',
            })}
          </li>
          <li>
            {say({
              ja: 'だれが、何のために、どの情報を求めているかを、実際の内容で確かめます。提供するかどうかはあなたが決めます。',
              en: 'You see who asks, why, and for what, with the actual contents. You decide.',
            })}
          </li>
          <li>
            {say({
              ja: '同意した項目だけが提供され、そのつど記録が残ります。マイページで確かめ、いつでも取り消せます。',
              en: 'Only what you agreed to is shared, and every read is recorded. On your page you see it, and can withdraw at any time.',
            })}
          </li>
        </ol>
      </section>
      <section aria-labelledby="more">
        <h2 id="more">{say({ ja: 'くわしく', en: 'More' })}</h2>
        <ul>
          <li>
            <a href="/privacy">
              {say({
                ja: 'この窓口が持つ情報、持たない情報',
                en: 'What this counter keeps, and what it does not',
              })}
            </a>
          </li>
          <li>
            <a href={categoriesPath}>
              {say({
                ja: '提供できる情報の種類と、項目の意味',
                en: 'What can be shared, and what each item means',
              })}
            </a>
          </li>
          <li>
            <a href="/openapi.yaml">
              {say({
                ja: '開発者向け: APIの説明（OpenAPI）',
                en: 'For developers: API description (OpenAPI)',
              })}
            </a>
          </li>
          <li>
            <a href="/problems">
              {say({ ja: '開発者向け: エラーの一覧', en: 'For developers: list of errors' })}
            </a>
          </li>
        </ul>
      </section>
    </>,
  );
}
