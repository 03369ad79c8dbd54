import type { Language } from '../src/vocabulary/words.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** What a plain camera opens: the code stays in the address, behind `#`, and nobody is asked for anything here. */
export function phoneScanPage(view: { language: Language; otherLanguagePath: string | null }): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({
    ja: 'ログイン用アプリで読み取ってください',
    en: 'Please scan this with the application',
  });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'このQRコードは、カメラではなく、マイナンバーカードの電子証明書が入ったログイン用アプリで読み取ります。',
          en: 'This QR code is not for the camera: scan it with the login application that holds your certificate.',
        })}
      </p>
      <p>
        {say({
          ja: 'この画面では、何も入力する必要はありません。暗証番号をたずねることもありません。パソコンの前に自分がいて、自分でログインを始めたときだけ、アプリで読み取ってください。',
          en: 'There is nothing to enter on this page, and it never asks for a PIN. Scan the code with the application only if you are at the computer and started the login yourself.',
        })}
      </p>
    </>,
  );
}
