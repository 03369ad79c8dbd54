import type { VNode } from 'preact';
import { type StatementPurpose, statementWords } from '../src/vocabulary/signature-statement.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';
import { StopForm } from './stop-form.tsx';

export interface SignaturePageView {
  language: Language;
  purpose: StatementPurpose;
  /** A phone logged in, and the card is only now put on the reader. */
  byPhone: boolean;
  /** The card agent's address on the citizen's own machine; null once the card has signed there. */
  agentLink: string | null;
  /** Where this page looks again whether the card has signed. */
  statusPath: string;
  expiresAt: Date;
  /** The same page for the other signer: the card's holder, or their legal representative; null where only one may. */
  otherSignerPath: string | null;
  /** Takes the citizen back to who asks; null where nobody does. */
  stopPath: string | null;
  otherLanguagePath: string | null;
}

const titles: Readonly<Record<StatementPurpose, Words>> = {
  registration: { ja: '利用者登録', en: 'Register as a user' },
  representative_registration: {
    ja: '法定代理人による利用者登録',
    en: 'Registration by a legal representative',
  },
  step_up: { ja: '署名用パスワードによる確認', en: 'Confirm with your signature password' },
};

const reasons: Readonly<Record<StatementPurpose, Words>> = {
  registration: {
    ja: 'このカードで利用するのは初めてです。本人であることを、署名用電子証明書で一度だけ確かめます。カードを更新・再発行したあとも、この画面が一度出ます。これまでの同意や履歴は引き継がれます。',
    en: 'This card is used here for the first time. Your certificate for digital signature confirms once who you are. You see this page once more after a card is renewed or reissued; your consents and your history stay with you.',
  },
  representative_registration: {
    ja: '15歳未満の方のカードには署名用電子証明書がありません。親権者や成年後見人など、法定代理人の方のカードで署名してください。カードリーダーのカードを、法定代理人の方のものに置き換えます。',
    en: 'Cards of people under 15 carry no certificate for digital signature. A legal representative, such as a parent or guardian, signs with their own card. Replace the card on the reader by the representative’s.',
  },
  step_up: {
    ja: 'これから確認する情報に特に慎重な取り扱いが必要なものが含まれるか、会社がより確かな本人確認を求めています。そのため、署名用電子証明書でも本人であることを確かめます。',
    en: 'What you are asked for includes especially sensitive information, or the company asks to be surer of who you are. So your certificate for digital signature confirms it as well.',
  },
};

const firstByPhone: Words = {
  ja: 'このスマートフォンで利用するのは初めてです。本人であることを、マイナンバーカードの署名用電子証明書で一度だけ確かめます。マイナンバーカードを、このパソコンのカードリーダーに置いてください。スマートフォンとカードは、同じ方のものでなければなりません。',
  en: 'This phone is used here for the first time. The certificate for digital signature on your My Number Card confirms once who you are. Please place your card on this computer’s reader. Phone and card must be the same person’s.',
};

/** What becomes of what the certificate says: to be known before signing. */
const afterwards: Readonly<Record<StatementPurpose, Words>> = {
  registration: {
    ja: '氏名・住所・生年月日・性別は、住民の記録との照合に使い、暗号化して保存します。会社に渡るのは、あなたが同意したときだけです。',
    en: 'Your name, address, date of birth and sex are compared with the register of residents and kept encrypted. A company gets them only where you consent.',
  },
  representative_registration: {
    ja: '署名した方の氏名・住所・生年月日・性別は、住民の記録との照合にだけ使い、保存しません。',
    en: 'The signer’s name, address, date of birth and sex are compared with the register of residents, and not kept.',
  },
  step_up: {
    ja: '引っ越しや改姓のあとは、この署名で、保存している氏名・住所も新しくなります。15歳未満の方など、署名用電子証明書のない方は、この手続きを利用できません。',
    en: 'After you moved or changed your name, this signature also brings the name and address that are kept here up to date. Anyone without a certificate for digital signature, such as a child under 15, cannot do this here.',
  },
};

/** Asks for the signature certificate: what is signed stands here, and again, whole, in the agent before the password. */
export function signaturePage(view: SignaturePageView): string {
  const { language, purpose } = view;
  const say = inLanguage(language);
  const title = say(titles[purpose]);
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">{say(view.byPhone && purpose === 'registration' ? firstByPhone : reasons[purpose])}</p>
      <h2>{say({ ja: '署名する内容', en: 'What you sign' })}</h2>
      <blockquote class="outcome">
        <p>{say(statementWords[purpose])}</p>
      </blockquote>
      <p>{say(afterwards[purpose])}</p>
      {view.agentLink === null ? (
        <p role="status">
          {say({
            ja: 'カードの署名を受け取りました。カードアプリのタブで続きの画面に進んでください。この画面で待っていても、先には進みません。',
            en: 'The card’s signature was received. Please go back to the card application’s tab and continue there. Waiting here does not take you further.',
          })}
        </p>
      ) : (
        <SigningSteps language={language} agentLink={view.agentLink} />
      )}
      {view.otherSignerPath && (
        <p>
          <a href={checkedUrl(view.otherSignerPath)}>
            {purpose === 'registration'
              ? say({
                  ja: 'カードの持ち主が15歳未満のとき、後見を受けているとき（法定代理人が署名します）',
                  en: 'The card’s holder is under 15, or under guardianship (a legal representative signs)',
                })
              : say({ ja: 'カードの持ち主が自分で署名する', en: 'The card’s holder signs' })}
          </a>
        </p>
      )}
      <p class="note">
        {say({
          ja: `この画面は${toReadableTime(view.expiresAt, 'ja')}まで使えます。`,
          en: `This page can be used until ${toReadableTime(view.expiresAt, 'en')}.`,
        })}
      </p>
      <p>
        <a href={checkedUrl(view.statusPath)}>{say({ ja: 'この画面を更新する', en: 'Refresh this page' })}</a>
      </p>
      <StopForm
        language={language}
        path={view.stopPath}
        because={purpose === 'step_up' ? 'assurance' : null}
      />
    </>,
  );
}

function SigningSteps({ language, agentLink }: { language: Language; agentLink: string }): VNode {
  const say = inLanguage(language);
  return (
    <>
      <ol class="steps">
        <li>
          {say({
            ja: '下のボタンを押します。カードアプリが新しいタブで開き、署名する内容がもう一度表示されます。',
            en: 'Press the button below. The card application opens in a new tab and shows once more what you sign.',
          })}
        </li>
        <li>
          {say({
            ja: '署名用パスワード（6〜16文字の英大文字と数字）を入力します。4桁の暗証番号ではありません。パスワードはこのサイトには送られません。',
            en: 'Enter your signature password there: 6 to 16 capital letters and digits, not the 4-digit PIN. It is not sent to this site.',
          })}
        </li>
      </ol>
      <p>
        <a class="button" href={checkedUrl(agentLink)} target="_blank" rel="noopener noreferrer">
          {say({ ja: 'カードアプリで署名する', en: 'Sign in the card application' })}
          <span class="hint-inline">{say({ ja: '（新しいタブ）', en: ' (new tab)' })}</span>
        </a>
      </p>
    </>
  );
}
