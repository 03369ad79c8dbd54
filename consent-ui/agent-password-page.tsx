import type { VNode } from 'preact';
import { certificateLabels } from '../src/vocabulary/authentication.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { agentSecretPage, type AgentSiteView } from './agent-secret-page.tsx';
import { passwordWords } from './agent-secret-words.ts';
import { inLanguage } from './readable.ts';

/** What the certificate for digital signature is wanted for. */
export type PasswordUse =
  /** The statement's text, as it will be signed to the byte. */
  | { kind: 'statement'; text: string }
  /** A document's digest, in hex: the document itself is nowhere on this machine that we know of. */
  | { kind: 'digest'; digest: string; hashFunction: string }
  /** The certificate itself is wanted. */
  | { kind: 'certificate' };

export interface AgentPasswordPageView extends AgentSiteView {
  use: PasswordUse;
}

const titles: Readonly<Record<PasswordUse['kind'], Words>> = {
  statement: { ja: '申告の内容を確かめて署名する', en: 'Read the statement and sign it' },
  digest: { ja: '文書への署名', en: 'Sign a document' },
  certificate: { ja: '署名用電子証明書をサイトに渡す', en: 'Hand your signature certificate to a site' },
};
const buttons: Readonly<Record<PasswordUse['kind'], Words>> = {
  statement: { ja: 'この内容に署名する', en: 'Sign this statement' },
  digest: { ja: '署名する', en: 'Sign' },
  certificate: { ja: '証明書を渡す', en: 'Hand it over' },
};
const whose: Readonly<Record<PasswordUse['kind'], Words>> = {
  statement: { ja: '署名を送るサイト', en: 'Site that receives your signature' },
  digest: { ja: '署名を求めているサイト', en: 'Site that asks for your signature' },
  certificate: { ja: '証明書を求めているサイト', en: 'Site that asks for your certificate' },
};

/** The agent's own page for the signature password: what is signed or handed out stands on it, whole, before entry. */
export function agentPasswordPage(view: AgentPasswordPageView): string {
  const { language, use } = view;
  const words = {
    title: titles[use.kind],
    lockedTitle: {
      ja: '署名用パスワードがロックされています',
      en: 'The signature password is locked',
    },
    what: whose[use.kind],
    certificate: certificateLabels.digital_signature,
    button: buttons[use.kind],
  };
  return agentSecretPage(
    view,
    passwordWords,
    words,
    <>
      {use.kind === 'statement' && <Statement language={language} text={use.text} />}
      {use.kind === 'digest' && <Fingerprint language={language} {...use} />}
      {use.kind === 'certificate' && <WhatTheCertificateSays language={language} />}
    </>,
  );
}

/** Line by line, each in its own language and direction; the text between the marks is what is signed. */
function Statement({ language, text }: { language: Language; text: string }): VNode {
  const say = inLanguage(language);
  return (
    <section>
      <h2>{say({ ja: '署名する内容の全文', en: 'The whole text that you sign' })}</h2>
      <p>
        {say({
          ja: '次の全文に、そのまま署名します。これ以外のものには署名しません。',
          en: 'You sign the following text exactly as it stands, and nothing else.',
        })}
      </p>
      <p class="statement" id="statement">
        {text.split(/(?<=\n)/).map((line) => (
          <bdi lang={/[ぁ-ん]/.test(line) ? 'ja' : 'en'}>{line}</bdi>
        ))}
      </p>
    </section>
  );
}

function Fingerprint(props: { language: Language; digest: string; hashFunction: string }): VNode {
  const say = inLanguage(props.language);
  return (
    <section>
      <h2>{say({ ja: '署名するもの', en: 'What you sign' })}</h2>
      <p class="outcome outcome-warning">
        {say({
          ja: '文書の「指紋」（ハッシュ値）に署名します。もとの文書の中身は、このカードアプリからは見えません。文書の内容をサイトの画面で確かめ、このサイトを信頼できるときだけ署名してください。署名は、実印を押すのと同じ重みを持ちます。',
          en: 'You sign a document’s fingerprint (its hash). This card application cannot see the document behind it. Read the document on the site, and sign only if you trust that site: a signature weighs as much as your registered seal.',
        })}
      </p>
      <dl class="summary">
        <div>
          <dt>{say({ ja: 'ハッシュ関数', en: 'Hash function' })}</dt>
          <dd>{props.hashFunction}</dd>
        </div>
        <div>
          <dt>{say({ ja: '文書の指紋', en: 'Fingerprint of the document' })}</dt>
          <dd>
            <code class="unbroken" id="digest">
              {props.digest}
            </code>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function WhatTheCertificateSays({ language }: { language: Language }): VNode {
  const say = inLanguage(language);
  return (
    <p class="outcome outcome-warning">
      {say({
        ja: '署名用電子証明書には、あなたの氏名、住所、生年月日、性別が書かれています。パスワードを入力すると、それらがこのサイトに渡ります。まだ何にも署名しません。',
        en: 'The certificate for digital signature states your name, address, date of birth and sex. When you enter the password, all of these go to this site. Nothing is signed yet.',
      })}
    </p>
  );
}
