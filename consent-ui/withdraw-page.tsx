import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { ConsentFacts, type ConsentView } from './consent-facts.tsx';
import { inLanguage } from './readable.ts';

export interface WithdrawPageView {
  language: Language;
  consent: ConsentView;
  formAction: string;
  formToken: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** What withdrawing does and what it cannot undo, and one button. */
export function withdrawPage(view: WithdrawPageView): string {
  const { language, consent } = view;
  const say = inLanguage(language);
  const title = say({ ja: '同意を取り消しますか', en: 'Withdraw this consent?' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        <strong>{say(consent.relyingParty)}</strong>
      </p>
      <ConsentFacts language={language} consent={consent} />
      {consent.state === 'active' ? (
        <>
          <ul>
            <li>
              {say({
                ja: '取り消すと、この会社はすぐに、あなたの情報を見られなくなります。',
                en: 'From that moment on the company can no longer read your information.',
              })}
            </li>
            <li>
              {say({
                ja: 'すでに提供した情報は、取り消しでは消えません。消してほしいときは、この会社にお申し出ください。',
                en: 'What was already shared is not deleted by this. To have it deleted, ask the company.',
              })}
            </li>
            <li>
              {say({
                ja: 'この会社のサービスの一部が使えなくなることがあります。必要なら、また同意できます。',
                en: 'Parts of the company’s service may stop working for you. You can agree again later.',
              })}
            </li>
          </ul>
          <form method="post" action={checkedUrl(view.formAction)} class="actions">
            <input type="hidden" name="form_token" value={view.formToken} />
            <button class="button" type="submit">
              {say({ ja: '同意を取り消す', en: 'Withdraw this consent' })}
            </button>
            <a class="button button-plain" href={checkedUrl(view.backPath)}>
              {say({ ja: '取り消さずに戻る', en: 'Keep it and go back' })}
            </a>
          </form>
        </>
      ) : (
        <>
          <p>
            {say({
              ja: 'この同意は、すでに終わっています。取り消す必要はありません。',
              en: 'This consent has already ended. There is nothing to withdraw.',
            })}
          </p>
          <p>
            <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
          </p>
        </>
      )}
    </>,
  );
}
