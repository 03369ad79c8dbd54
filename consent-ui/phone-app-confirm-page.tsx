import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { pinWords, type SecretFault, slipWords } from './agent-secret-words.ts';
import { checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export type PhoneAppFault = SecretFault | 'not_a_number' | 'not_recognised';

export interface PhoneAppConfirmPageView {
  language: Language;
  site: string;
  /** On the phone's own list. */
  siteName: Words;
  asker: Words | null;
  place: { name: Words | null; sameNetwork: boolean };
  browser: { name: string; system: string };
  formToken: string;
  formAction: string;
  tries: 'plenty' | 'low' | 'last' | 'locked';
  /** Whether the phone's own sensor may be used. */
  recognisesHolder: boolean;
  fault: PhoneAppFault | null;
}

const faultWords: Readonly<Record<Exclude<PhoneAppFault, SecretFault>, Words>> = {
  not_a_number: {
    ja: 'パソコンの画面にある数字2桁を入力してください。暗証番号の残り回数は減っていません。',
    en: 'Please type the two digits from your computer’s screen. None of your PIN tries was used.',
  },
  not_recognised: {
    ja: '生体認証ができませんでした。もう一度行うか、暗証番号を入力してください。',
    en: 'You were not recognised. Please try again, or enter your PIN.',
  },
};

const triesWords: Readonly<Record<PhoneAppConfirmPageView['tries'], Words>> = {
  plenty: {
    ja: '暗証番号の誤りは記録されていません。続けて間違えるとロックされます。',
    en: 'No wrong PIN is recorded on this phone. Wrong ones in a row lock it.',
  },
  low: {
    ja: '前に暗証番号の誤りがありました。続けて間違えるとロックされます。',
    en: 'The PIN was entered wrongly before. If it goes on being wrong, it is locked.',
  },
  last: {
    ja: '暗証番号を入力できるのは、あと1回です。間違えるとロックされます。',
    en: 'This is the last try for the PIN. If it is wrong, it is locked.',
  },
  locked: {
    ja: '暗証番号がロックされています。マイナンバーカードでログインしてください。',
    en: 'The PIN is locked. Please log in with your card.',
  },
};

/**
 * What the phone's holder compares before they confirm: site, asker, place, browser, and the number, which is typed and
 * not chosen: a “yes” would be pressed without a look at the other screen.
 */
export function phoneAppConfirmPage(view: PhoneAppConfirmPageView): string {
  const { language, fault, tries } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'ログインの確認', en: 'Confirm the login' });
  const faultText = fault && tries !== 'locked' ? say(toFaultWords(fault)) : null;
  return toDocument(
    { language, title, place: 'phone', faulty: faultText !== null || tries === 'locked' },
    <>
      {faultText && (
        <div class="error-summary" role="alert">
          <h2>{say({ ja: '入力を確かめてください', en: 'There is a problem' })}</h2>
          <p>
            <a
              href={
                fault === 'not_a_number'
                  ? '#number'
                  : fault === 'last_try_not_confirmed'
                    ? '#last-try'
                    : '#pin'
              }
            >
              {faultText}
            </a>
          </p>
        </div>
      )}
      <h1>{title}</h1>
      <What view={view} />
      <p class={tries === 'plenty' ? 'outcome' : 'outcome outcome-warning'} id="tries">
        {say(triesWords[tries])}
      </p>
      {tries !== 'locked' && <ConfirmForm view={view} />}
      <p class="note">
        {say({
          ja: '自分で始めたログインでなければ、何も入力せずにこの画面を閉じてください。電話やメッセージで数字を伝えられたときは、詐欺です。',
          en: 'If you did not start this login yourself, close this page without entering anything. A number that somebody tells you by phone or message is a fraud.',
        })}
      </p>
    </>,
  );
}

function toFaultWords(fault: PhoneAppFault): Words {
  if (fault === 'not_a_number' || fault === 'not_recognised') return faultWords[fault];
  return fault === 'wrong_secret' ? pinWords.wrong : slipWords[fault];
}

function What({ view }: { view: PhoneAppConfirmPageView }): VNode {
  const { language, place, browser } = view;
  const say = inLanguage(language);
  const unknown = say({ ja: '不明', en: 'unknown' });
  const name = (text: string): string => (text === 'unknown' ? unknown : text);
  const where = place.name ? say(place.name) : say({ ja: '場所は分かりません', en: 'Unknown place' });
  const network = place.sameNetwork
    ? say({ ja: 'このスマートフォンと同じネットワーク', en: 'the same network as this phone' })
    : say({ ja: 'このスマートフォンとは別のネットワーク', en: 'another network than this phone’s' });
  return (
    <dl class="summary">
      <div>
        <dt>{say({ ja: 'ログインするサイト', en: 'Site you are logging in to' })}</dt>
        <dd>
          <strong>{say(view.siteName)}</strong>
          <br />
          <code>{view.site}</code>
        </dd>
      </div>
      {view.asker && (
        <div>
          <dt>{say({ ja: '情報の提供を求めている相手', en: 'Who is asking for information' })}</dt>
          <dd>
            <bdi>{say(view.asker)}</bdi>
          </dd>
        </div>
      )}
      <div>
        <dt>{say({ ja: 'QRコードが表示されている場所', en: 'Where the QR code is shown' })}</dt>
        <dd>
          <bdi>{where}</bdi>
          {say({ ja: '（', en: ' (' })}
          {network}
          {say({ ja: '）', en: ')' })}
        </dd>
      </div>
      <div>
        <dt>{say({ ja: '表示しているブラウザー', en: 'Browser that shows it' })}</dt>
        <dd>
          {say({
            ja: `${name(browser.system)} の ${name(browser.name)}`,
            en: `${name(browser.name)} on ${name(browser.system)}`,
          })}
        </dd>
      </div>
    </dl>
  );
}

function ConfirmForm({ view }: { view: PhoneAppConfirmPageView }): VNode {
  const { fault, tries } = view;
  const say = inLanguage(view.language);
  return (
    <form method="post" action={checkedUrl(view.formAction)}>
      <input type="hidden" name="form_token" value={view.formToken} />
      <div class={fault === 'not_a_number' ? 'field field-error' : 'field'}>
        <label for="number">
          {say({ ja: 'パソコンの画面にある数字（2桁）', en: 'Number on your computer’s screen (2 digits)' })}
        </label>
        <p class="hint" id="number-hint">
          {say({
            ja: '違う数字を入力すると、このログインは中止されます。',
            en: 'A wrong number ends this login.',
          })}
        </p>
        <input
          id="number"
          name="number"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          required
          aria-invalid={fault === 'not_a_number' ? 'true' : undefined}
          aria-describedby="number-hint"
        />
      </div>
      <div class="field">
        <label for="pin">{say({ ja: '暗証番号（数字4桁）', en: 'PIN (4 digits)' })}</label>
        <p class="hint" id="pin-hint">
          {say({
            ja: 'スマートフォンの利用者証明用電子証明書の暗証番号です。',
            en: 'The PIN of the certificate for user authentication on this phone.',
          })}
        </p>
        <input
          id="pin"
          name="pin"
          type="password"
          inputMode="numeric"
          autocomplete="current-password"
          aria-describedby="pin-hint tries"
        />
      </div>
      {tries === 'last' && (
        <div class="field choice">
          <input id="last-try" name="last_try" type="checkbox" value="yes" aria-describedby="tries" />
          <label for="last-try">
            {say({
              ja: 'これが最後の1回です。間違えるとロックされることを確認しました。',
              en: 'I know that this is the last try, and that a wrong entry locks it.',
            })}
          </label>
        </div>
      )}
      <div class="actions">
        <button class="button" type="submit" name="factor" value="pin">
          {say({ ja: '暗証番号で確認する', en: 'Confirm with the PIN' })}
        </button>
        {view.recognisesHolder && (
          <button class="button button-plain" type="submit" name="factor" value="biometrics">
            {say({ ja: '生体認証で確認する', en: 'Confirm with biometrics' })}
          </button>
        )}
      </div>
    </form>
  );
}
