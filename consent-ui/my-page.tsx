import type { VNode } from 'preact';
import {
  type Assurance,
  assuranceLabels,
  certificateLabels,
  type UsedCertificate,
} from '../src/vocabulary/authentication.ts';
import type { ConsentId, ItemName } from '../src/vocabulary/identifiers.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { groupLabel, itemsInWords, outcomeInWords } from './labels.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** A consent as my page tells it. */
export interface ConsentView {
  id: ConsentId;
  relyingParty: Words;
  purpose: Words;
  decidedAt: Date;
  validUntil: Date;
  state: 'active' | 'withdrawn' | 'expired' | 'used_up' | 'refused';
  readsLeft: number;
  /** How it was known who decided. */
  assurance: Assurance;
  detailPath: string;
  withdrawPath: string;
}

/** One line of "who read what when". */
export interface ReadView {
  at: Date;
  relyingParty: Words;
  purpose: Words;
  /** The kind of agency that was asked, never which one. */
  source: Words | null;
  /** Category name, or an attestation policy's id: what was asked for where no item of it was granted. */
  category: string;
  items: readonly ItemName[];
  /** The ledger's outcome: `released`, `no_record`, `denied:<reason>` and so on. */
  outcome: string;
  reference: string;
  receiptPath: string;
}

/** One login with the citizen's card or phone. */
export interface LoginView {
  at: Date;
  assurance: Assurance;
  certificates: readonly Pick<UsedCertificate, 'kind' | 'revocation'>[];
  receiptPath: string;
}

export interface MyPageView {
  language: Language;
  /** All of them, newest first. */
  active: readonly ConsentView[];
  /** Newest first. */
  ended: readonly ConsentView[];
  moreEnded: boolean;
  /** Newest first. */
  reads: readonly ReadView[];
  /** Whether older ones are left out. */
  more: boolean;
  /** The newest, newest first. */
  logins: readonly LoginView[];
  logoutAction: string;
  formToken: string;
  otherLanguagePath?: string | null;
}

export const stateWords: Readonly<Record<ConsentView['state'], Words>> = {
  active: { ja: '有効', en: 'Active' },
  withdrawn: { ja: '取り消し済み', en: 'Withdrawn' },
  expired: { ja: '期限切れ', en: 'Expired' },
  used_up: { ja: '回数を使い切りました', en: 'All reads used' },
  refused: { ja: '提供しないと決めました', en: 'You refused' },
};

/** What I agreed to, who read what and when; withdrawing is two clicks from here. */
export function myPage(view: MyPageView): string {
  const { language, active, ended } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'マイページ', en: 'My page' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <section aria-labelledby="active">
        <h2 id="active">{say({ ja: '有効な同意', en: 'Active consents' })}</h2>
        {active.length === 0 && (
          <p>{say({ ja: '有効な同意はありません。', en: 'You have no active consents.' })}</p>
        )}
        {active.map((consent) => (
          <article class="card" key={consent.id}>
            <h3>{say(consent.relyingParty)}</h3>
            <ConsentFacts language={language} consent={consent} />
            <p class="actions">
              <a class="button button-plain" href={checkedUrl(consent.detailPath)}>
                {say({ ja: '詳しく見る', en: 'See details' })}
                <span class="for-listeners">{`: ${say(consent.relyingParty)}, ${say(consent.purpose)}`}</span>
              </a>
              <a class="button button-plain" href={checkedUrl(consent.withdrawPath)}>
                {say({ ja: '同意を取り消す', en: 'Withdraw' })}
                <span class="for-listeners">{`: ${say(consent.relyingParty)}, ${say(consent.purpose)}`}</span>
              </a>
            </p>
          </article>
        ))}
      </section>
      <section aria-labelledby="history">
        <h2 id="history">{say({ ja: 'だれが、いつ、何を見たか', en: 'Who read what, and when' })}</h2>
        <Reads language={language} reads={view.reads} more={view.more} />
      </section>
      <section aria-labelledby="logins">
        <h2 id="logins">{say({ ja: 'ログインの記録', en: 'Logins' })}</h2>
        <Logins language={language} logins={view.logins} />
      </section>
      {ended.length > 0 && (
        <section aria-labelledby="ended">
          <h2 id="ended">
            {say({ ja: '終わった同意・断った依頼', en: 'Ended consents and refused requests' })}
          </h2>
          {ended.map((consent) => (
            <article class="card" key={consent.id}>
              <h3>
                <a href={checkedUrl(consent.detailPath)}>{say(consent.relyingParty)}</a>
              </h3>
              <ConsentFacts language={language} consent={consent} />
            </article>
          ))}
          {view.moreEnded && (
            <p class="note">{say({ ja: '古いものは表示していません。', en: 'Older ones are not shown.' })}</p>
          )}
        </section>
      )}
      <form method="post" action={checkedUrl(view.logoutAction)} class="logout">
        <input type="hidden" name="form_token" value={view.formToken} />
        <button class="button button-plain" type="submit">
          {say({ ja: 'ログアウトする', en: 'Log out' })}
        </button>
      </form>
    </>,
  );
}

/** The few facts that tell one consent from another. */
export function ConsentFacts({ language, consent }: { language: Language; consent: ConsentView }): VNode {
  const say = inLanguage(language);
  return (
    <dl class="summary">
      <div>
        <dt>{say({ ja: '状態', en: 'State' })}</dt>
        <dd>
          <span class={`state state-${consent.state}`}>{say(stateWords[consent.state])}</span>
        </dd>
      </div>
      <div>
        <dt>{say({ ja: '利用目的', en: 'Purpose' })}</dt>
        <dd>{say(consent.purpose)}</dd>
      </div>
      <div>
        <dt>{say({ ja: '決めた日時', en: 'Decided' })}</dt>
        <dd>{toReadableTime(consent.decidedAt, language)}</dd>
      </div>
      <div>
        <dt>{say({ ja: '本人を確かめた方法', en: 'How you were recognised' })}</dt>
        <dd>{say(assuranceLabels[consent.assurance])}</dd>
      </div>
      {consent.state !== 'refused' && (
        <div>
          <dt>{say({ ja: '有効期限', en: 'Valid until' })}</dt>
          <dd>{toReadableTime(consent.validUntil, language)}</dd>
        </div>
      )}
      {consent.state === 'active' && (
        <div>
          <dt>{say({ ja: '残りの回数', en: 'Reads left' })}</dt>
          <dd>{say({ ja: `${consent.readsLeft}回`, en: String(consent.readsLeft) })}</dd>
        </div>
      )}
    </dl>
  );
}

/** The history: every read, the empty and refused ones included. */
export function Reads({
  language,
  reads,
  more,
}: {
  language: Language;
  reads: readonly ReadView[];
  more: boolean;
}): VNode {
  const say = inLanguage(language);
  if (reads.length === 0)
    return <p>{say({ ja: '表示する記録はありません。', en: 'There are no records to show.' })}</p>;
  return (
    <>
      <ol class="timeline">
        {reads.map((read) => (
          <li key={read.receiptPath}>
            <Read language={language} read={read} />
          </li>
        ))}
      </ol>
      {more && (
        <p class="note">
          {say({
            ja: '新しいものから表示しています。古いものは表示していません。',
            en: 'The newest are shown. Older ones are not.',
          })}
        </p>
      )}
    </>
  );
}

/** Every login, so that one which was not the citizen's is seen. */
function Logins({ language, logins }: { language: Language; logins: readonly LoginView[] }): VNode {
  const say = inLanguage(language);
  if (logins.length === 0)
    return <p>{say({ ja: '表示する記録はありません。', en: 'There are no records to show.' })}</p>;
  return (
    <ol class="timeline">
      {logins.map((login) => (
        <li key={login.receiptPath}>
          <p>
            <time dateTime={login.at.toISOString()}>{toReadableTime(login.at, language)}</time>
          </p>
          <p>
            <strong>{say(assuranceLabels[login.assurance])}</strong>
          </p>
          {login.certificates.map(({ kind, revocation }) => (
            <p key={kind}>
              {say(certificateLabels[kind])}
              {say({ ja: '（失効していないことを確認: ', en: ' (not revoked, by ' })}
              {revocation.source.toUpperCase()}
              {say({
                ja: `、${toReadableTime(new Date(revocation.asOf), 'ja')}時点）`,
                en: `, as of ${toReadableTime(new Date(revocation.asOf), 'en')})`,
              })}
            </p>
          ))}
          <p class="reference">
            <a href={checkedUrl(login.receiptPath)}>
              {say({ ja: '受領証（JSON）', en: 'Receipt (JSON)' })}
              <span class="for-listeners">{` ${toReadableTime(login.at, language)}`}</span>
            </a>
          </p>
        </li>
      ))}
    </ol>
  );
}

/** A read of what was never agreed to names no item; what it was after is still told. */
function notGranted(category: string): Words {
  const { ja, en } = groupLabel(category);
  return { ja: `${ja}（同意した項目はありません）`, en: `${en} (nothing of it that you agreed to)` };
}

/** When, who, what for, what, from where, and with which end. */
function Read({ language, read }: { language: Language; read: ReadView }): VNode {
  const say = inLanguage(language);
  return (
    <>
      <p>
        <time dateTime={read.at.toISOString()}>{toReadableTime(read.at, language)}</time>
      </p>
      <p>
        <strong>{say(read.relyingParty)}</strong>
      </p>
      <p>
        {say({ ja: '利用目的: ', en: 'Purpose: ' })}
        {say(read.purpose)}
      </p>
      <p>
        {say({ ja: '項目: ', en: 'Items: ' })}
        {read.items.length > 0 ? itemsInWords(read.items, language) : say(notGranted(read.category))}
      </p>
      {read.source && (
        <p>
          {say({ ja: '情報の出どころ: ', en: 'Source: ' })}
          {say(read.source)}
        </p>
      )}
      <p>
        {say({ ja: '結果: ', en: 'Result: ' })}
        {say(outcomeInWords(read.outcome))}
      </p>
      <p class="reference">
        <a href={checkedUrl(read.receiptPath)}>
          {say({ ja: '受領証（JSON）', en: 'Receipt (JSON)' })}
          <span class="for-listeners">{` ${toReadableTime(read.at, language)}`}</span>
        </a>{' '}
        {say({ ja: '参照番号', en: 'Reference' })}: <code>{read.reference}</code>
      </p>
    </>
  );
}
