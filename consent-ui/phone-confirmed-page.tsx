import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';

export interface PhoneConfirmedPageView {
  language: Language;
  formAction: string;
  formToken: string;
  expiresAt: Date;
  /** Where the login began. */
  backPath: string;
  otherLanguagePath: string | null;
}

/** The phone has confirmed; the person at the computer goes on by their own hand, or does not. */
export function phoneConfirmedPage(view: PhoneConfirmedPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'スマートフォンで確認されました', en: 'Your phone confirmed' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'ご自身のスマートフォンで確認したときだけ、「続ける」を押してください。',
          en: 'Press “Continue” only if you confirmed on your own phone.',
        })}
      </p>
      <form method="post" action={checkedUrl(view.formAction)}>
        <input type="hidden" name="form_token" value={view.formToken} />
        <button class="button" type="submit">
          {say({ ja: '続ける', en: 'Continue' })}
        </button>
      </form>
      <p class="note">
        {say({
          ja: `${toReadableTime(view.expiresAt, 'ja')}までに押してください。心当たりがなければ、押さずにこの画面を閉じてください。`,
          en: `Please press it by ${toReadableTime(view.expiresAt, 'en')}. If it was not you, close this page without pressing.`,
        })}
      </p>
    </>,
  );
}
