import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { ConsentFacts, type ConsentView } from './consent-facts.tsx';
import { LanguageLink, toDocument } from './document.tsx';
import { Emergencies, type EmergencyView } from './emergencies.tsx';
import { Exchanges, type ExchangeView } from './exchanges.tsx';
import { Logins, type LoginView } from './logins.tsx';
import { OwnLooks, type OwnLookView } from './own-looks.tsx';
import { Reads, type ReadView } from './reads.tsx';
import { inLanguage } from './readable.ts';

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
  /** Read without consent, newest first. */
  emergencies: readonly EmergencyView[];
  /** The newest, newest first. */
  logins: readonly LoginView[];
  /** The newest, newest first. */
  ownLooks: readonly OwnLookView[];
  informationPath: string;
  walletPath: string;
  /** Between agencies, newest first; null where the network did not answer. */
  exchanges: readonly ExchangeView[] | null;
  olderPath: string | null;
  logoutAction: string;
  formToken: string;
  otherLanguagePath?: string | null;
}

/** What I agreed to, who read what and when; withdrawing is two clicks from here. */
export function myPage(view: MyPageView): string {
  const { language, active, ended } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'マイページ', en: 'My page' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p>
        <a class="button button-plain" href={checkedUrl(view.informationPath)}>
          {say({ ja: 'わたしの情報を見る', en: 'See my information' })}
        </a>{' '}
        <a class="button button-plain" href={checkedUrl(view.walletPath)}>
          {say({ ja: 'ウォレットで持ち歩く証明', en: 'Proofs for my wallet' })}
        </a>
      </p>
      {view.emergencies.length > 0 && <Emergencies language={language} emergencies={view.emergencies} />}
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
      <section aria-labelledby="exchanges">
        <h2 id="exchanges">{say({ ja: '機関どうしのやりとり', en: 'What agencies asked each other' })}</h2>
        <Exchanges language={language} exchanges={view.exchanges} olderPath={view.olderPath} />
      </section>
      <section aria-labelledby="logins">
        <h2 id="logins">{say({ ja: 'ログインの記録', en: 'Logins' })}</h2>
        <Logins language={language} logins={view.logins} />
      </section>
      {view.ownLooks.length > 0 && (
        <section aria-labelledby="own-looks">
          <h2 id="own-looks">{say({ ja: 'マイページで見た記録', en: 'What was looked at on your page' })}</h2>
          <OwnLooks language={language} looks={view.ownLooks} />
        </section>
      )}
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
