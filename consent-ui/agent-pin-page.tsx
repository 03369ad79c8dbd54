import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentPinPageView {
  language: Language;
  /** The origin that will be signed for, as it stands in the address bar. */
  site: string;
  /** The site's name on the agent's own list. */
  siteName: Words | null;
  formToken: string;
  formAction: string;
  /** Where a second button of the form leads that gives up; without one, closing the tab does. */
  cancelAction?: string;
  certificateFor: 'user-authentication';
  /** What the card's flags tell: a card tells no number (PKCS#11). */
  tries: 'plenty' | 'low' | 'last' | 'locked';
  /** What became of the entry before this one; null on the first page. */
  fault: 'wrong_secret' | 'not_four_digits' | 'not_tried' | null;
  otherLanguagePath?: string | null;
}

const triesWords: Readonly<Record<AgentPinPageView['tries'], Words>> = {
  plenty: {
    ja: 'このカードに、暗証番号の誤りは記録されていません。3回続けて間違えると、カードがロックされます。',
    en: 'No wrong entry is recorded on this card. Three wrong entries in a row lock it.',
  },
  low: {
    ja: '前に暗証番号の誤りがありました。続けて間違えると、カードがロックされます。',
    en: 'The PIN was entered wrongly before. If it is wrong again, the card will be locked.',
  },
  last: {
    ja: '入力できるのは、あと1回です。間違えるとカードがロックされ、市区町村の窓口での手続きが必要になります。',
    en: 'This is the last try. If it is wrong, the card is locked and has to be unlocked at your municipality’s counter.',
  },
  locked: {
    ja: '暗証番号を続けて間違えたため、カードがロックされています。お住まいの市区町村の窓口で、暗証番号の初期化を申し出てください。',
    en: 'The card is locked because a wrong PIN was entered too often. Please ask at your municipality’s counter to reset the PIN.',
  },
};

/** Only a wrong PIN has cost a try; the others say so. */
const faultWords: Readonly<Record<NonNullable<AgentPinPageView['fault']>, Words>> = {
  wrong_secret: {
    ja: '暗証番号が違います。もう一度入力してください。',
    en: 'The PIN is not correct. Please enter it again.',
  },
  not_four_digits: {
    ja: '暗証番号は数字4桁で入力してください。残り回数は減っていません。',
    en: 'Please enter the PIN as 4 digits. This did not use up a try.',
  },
  not_tried: {
    ja: 'カードの状態が変わっていたため、暗証番号を使いませんでした。残り回数は減っていません。下の説明を確かめて、もう一度入力してください。',
    en: 'The card’s state had changed, so your PIN was not used. This did not use up a try. Please read below and enter it again.',
  },
};

/** The agent's own PIN page: names the site it signs for, and what the card tells of the tries left, before entry. */
export function agentPinPage(view: AgentPinPageView): string {
  const { language, tries } = view;
  const say = inLanguage(language);
  const locked = tries === 'locked';
  const title = locked
    ? say({ ja: 'カードがロックされています', en: 'The card is locked' })
    : say({ ja: '暗証番号の入力', en: 'Enter your PIN' });
  const fault = view.fault && say(faultWords[view.fault]);
  const triesClass = {
    plenty: 'outcome',
    low: 'outcome outcome-warning',
    last: 'outcome outcome-warning',
    locked: 'outcome outcome-error',
  };
  return toDocument(
    {
      language,
      title,
      faulty: fault !== null || locked,
      place: 'card-agent',
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      {fault && !locked && (
        <div class="error-summary" role="alert">
          <h2>{say({ ja: '入力を確かめてください', en: 'There is a problem' })}</h2>
          <p>
            <a href="#pin">{fault}</a>
          </p>
        </div>
      )}
      <h1>{title}</h1>
      <dl class="summary">
        <div>
          <dt>{say({ ja: 'ログインするサイト', en: 'Site you are logging in to' })}</dt>
          <dd>
            {view.siteName && <strong>{say(view.siteName)}</strong>}
            {view.siteName && <br />}
            <code>{view.site}</code>
          </dd>
        </div>
        <div>
          <dt>{say({ ja: '使う証明書', en: 'Certificate used' })}</dt>
          <dd>{say({ ja: '利用者証明用電子証明書', en: 'Certificate for user authentication' })}</dd>
        </div>
      </dl>
      <p class={triesClass[tries]} id="tries">
        {say(triesWords[tries])}
      </p>
      {!locked && (
        <form method="post" action={checkedUrl(view.formAction)}>
          <input type="hidden" name="form_token" value={view.formToken} />
          <div class={fault ? 'field field-error' : 'field'}>
            <label for="pin">{say({ ja: '暗証番号（数字4桁）', en: 'PIN (4 digits)' })}</label>
            <p class="hint" id="pin-hint">
              {say({
                ja: '「利用者証明用」の暗証番号です。6文字以上の署名用パスワードではありません。',
                en: 'The PIN for user authentication, not the signature password of 6 characters or more.',
              })}
            </p>
            {fault && (
              <p class="field-message" id="pin-error">
                {fault}
              </p>
            )}
            {/* No maxlength: a pasted password cut to four digits would cost a try. */}
            <input
              id="pin"
              name="pin"
              type="password"
              inputMode="numeric"
              autocomplete="current-password"
              required
              autofocus
              aria-invalid={fault ? 'true' : undefined}
              aria-describedby={fault ? 'pin-hint pin-error tries' : 'pin-hint tries'}
            />
          </div>
          <button class="button" type="submit">
            {say({ ja: 'ログインする', en: 'Log in' })}
          </button>
          {view.cancelAction && (
            <button
              class="button button-plain"
              type="submit"
              formaction={checkedUrl(view.cancelAction)}
              formnovalidate
            >
              {say({ ja: 'やめる', en: 'Cancel' })}
            </button>
          )}
        </form>
      )}
      <p class="note">
        {say({
          ja: '上のサイトに心当たりがなければ、入力せずにこのタブを閉じてください。',
          en: 'If you do not know the site above, close this tab without entering anything.',
        })}
      </p>
    </>,
  );
}
