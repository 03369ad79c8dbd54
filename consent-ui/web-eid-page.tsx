import type { Language, Words } from '../src/vocabulary/words.ts';
import { webEidScriptPath } from './addresses.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface WebEidPageView {
  language: Language;
  /** The login's id: opaque, and of use only together with this browser's cookie. */
  login: string;
  /** The login page, with the other way in. */
  backPath: string;
  otherLanguagePath: string;
}

/** What the page says, one at a time; the script chooses. Keys are the script's states. */
const states: Readonly<Record<'waiting' | 'missing' | 'cancelled' | 'failed' | 'refused' | 'over', Words>> = {
  waiting: {
    ja: '拡張機能の応答を待っています。開いた画面で暗証番号を入力してください。',
    en: 'Waiting for the extension. Please enter your PIN in the window that it opens.',
  },
  missing: {
    ja: 'Web eID の拡張機能が見つかりません。インストールされ、このサイトで有効になっているか確かめてください。',
    en: 'The Web eID extension was not found. Please check that it is installed and enabled for this site.',
  },
  cancelled: {
    ja: '操作が取り消されたか、時間切れになりました。もう一度お試しください。',
    en: 'This was cancelled or took too long. Please try again.',
  },
  failed: {
    ja: '拡張機能またはカードアプリで問題が起きました。カードを確かめて、もう一度お試しください。',
    en: 'The extension or the card application had a problem. Please check the card and try again.',
  },
  refused: {
    ja: 'カードを確認できませんでした。もう一度試しても同じときは、前の画面に戻り、カードアプリでのログインをお試しください。理由が詳しく表示されます。',
    en: 'The card was not accepted. If it happens again, go back and log in with the card application, which tells you why.',
  },
  over: {
    ja: 'このログインは終わったか、時間切れです。前の画面からやり直してください。',
    en: 'This login is over or has run out of time. Please go back and start again.',
  },
};

/** The second way in, for people who use Web eID's browser extension: the one page of ours with a script. */
export function webEidPage(view: WebEidPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'Web eID の拡張機能でログイン', en: 'Log in with the Web eID extension' });
  return toDocument(
    {
      language,
      title,
      script: webEidScriptPath,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'カードをカードリーダーに置いて、下のボタンを押します。暗証番号（4桁、利用者証明用）は、拡張機能が開く画面で入力します。このサイトには送られません。',
          en: 'Place your card on the reader and press the button below. You enter your PIN (4 digits, for user authentication) in the window that the extension opens; it is not sent to this site.',
        })}
      </p>
      <div data-web-eid data-login={view.login}>
        <p>
          <button class="button" type="button" hidden>
            {say({ ja: '拡張機能でログインする', en: 'Log in with the extension' })}
          </button>
        </p>
        <div role="status">
          {Object.entries(states).map(([state, words]) => (
            <p
              key={state}
              data-state={state}
              hidden
              class={state === 'waiting' ? 'outcome' : 'outcome outcome-warning'}
            >
              {say(words)}
            </p>
          ))}
        </div>
      </div>
      <noscript>
        <p class="outcome outcome-warning">
          {say({
            ja: '拡張機能との連携には JavaScript が必要です。カードアプリでのログインには必要ありません。',
            en: 'Speaking to the extension needs JavaScript. Logging in with the card application does not.',
          })}
        </p>
      </noscript>
      <p>
        <a href={checkedUrl(view.backPath)}>
          {say({ ja: 'カードアプリでのログインに戻る', en: 'Back to the login with the card application' })}
        </a>
      </p>
    </>,
  );
}
