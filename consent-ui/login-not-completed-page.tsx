import type { TraceId } from '../src/vocabulary/identifiers.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { Reference } from './error-page.tsx';
import { inLanguage } from './readable.ts';

export interface LoginNotCompletedPageView {
  language: Language;
  reference: TraceId;
  otherLanguagePath?: string | null;
}

/** One page for every way a login can fail to count, so that it does not tell an attacker which. */
export function loginNotCompletedPage(view: LoginNotCompletedPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'ログインできませんでした', en: 'You are not logged in' });
  return toDocument(
    {
      language,
      title,
      faulty: true,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'ログインを完了できませんでした。あなたの情報は何も提供されていません。',
          en: 'The login was not completed. Nothing about you was shared.',
        })}
      </p>
      <p>{say({ ja: '次のような場合に起こります。', en: 'This happens when:' })}</p>
      <ul>
        <li>
          {say({
            ja: 'ログインを始めたブラウザーと、完了したブラウザーが違う。',
            en: 'the login was started in one browser and finished in another;',
          })}
        </li>
        <li>
          {say({
            ja: '時間がたった、または同じログインが二度完了された。',
            en: 'too much time passed, or the same login was finished twice;',
          })}
        </li>
        <li>
          {say({
            ja: '自分で始めていないログインのリンクを開いた。心当たりがなければ、何もせずにこの画面を閉じてください。',
            en: 'a link to a login was opened that you did not start yourself. If so, simply close this page.',
          })}
        </li>
      </ul>
      <p>
        {say({
          ja: 'もとの画面（会社のサイト、またはマイページ）に戻って、はじめからやり直してください。',
          en: 'Please go back to where you came from (the company’s site, or your page) and start again.',
        })}
      </p>
      <Reference language={language} reference={view.reference} />
    </>,
  );
}
