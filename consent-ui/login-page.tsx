import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';
import { StopForm } from './stop-form.tsx';

export interface LoginPageView {
  language: Language;
  /** Who will ask for information after the login; null where the citizen came by themselves. */
  asker: Words | null;
  /** The card agent's address on the citizen's own machine; null once it has read the card and shows the way on. */
  agentLink: string | null;
  /** The login before this one was by another device, and a card is needed. */
  tooWeak?: boolean;
  /** The same login by Web eID's browser extension; null where there is none to begin. */
  extensionPath: string | null;
  /** The other way in, by a phone; null where it would not do, or where it is not on offer. */
  phonePath?: string | null;
  /** Where this page looks again whether the login is done. */
  statusPath: string;
  /** Takes the citizen back to who asks; null where nobody does. */
  stopPath: string | null;
  expiresAt: Date;
  otherLanguagePath?: string | null;
}

/**
 * Asks for the card. The link opens the agent in a second tab; these instructions stay. The page does not refresh by
 * itself: it would take a screen reader's place away (WCAG 2.2.1), and only the agent's tab leads on anyway.
 */
export function loginPage(view: LoginPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'カードでログイン', en: 'Log in with your card' });
  return toDocument(
    {
      language,
      title,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      {view.asker && (
        <p class="lead">
          {say({
            ja: `${view.asker.ja}が、あなたの情報の提供を求めています。ログインしただけでは何も提供されません。内容は次の画面で確かめられます。`,
            en: `${view.asker.en} is asking for information about you. Logging in shares nothing: you will see what is asked on the next page.`,
          })}
        </p>
      )}
      {view.tooWeak && (
        <p class="outcome outcome-warning" role="status">
          {say({
            ja: 'この手続きには、スマートフォン（QRコード）でのログインは使えません。カードでログインしてください。',
            en: 'A login by phone (QR code) is not enough for this. Please log in with your card.',
          })}
        </p>
      )}
      {view.agentLink === null && view.phonePath ? (
        <PhoneConfirmed language={language} phonePath={view.phonePath} />
      ) : view.agentLink === null ? (
        <p role="status">
          {say({
            ja: 'カードを確認しました。カードアプリのタブで続きの画面に進んでください。この画面で待っていても、先には進みません。',
            en: 'Your card was checked. Please go back to the card application’s tab and continue there. Waiting here does not take you further.',
          })}
        </p>
      ) : (
        <AgentSteps language={language} agentLink={view.agentLink} />
      )}
      {view.extensionPath && (
        <p>
          <a href={checkedUrl(view.extensionPath)}>
            {say({
              ja: 'Web eID のブラウザー拡張機能でログインする',
              en: 'Log in with the Web eID browser extension instead',
            })}
          </a>
        </p>
      )}
      {view.agentLink !== null && view.phonePath && (
        <PhoneWay language={language} phonePath={view.phonePath} />
      )}
      <p class="note">
        {say({
          ja: `この画面は${toReadableTime(view.expiresAt, 'ja')}まで使えます。ログインが終わると、カードアプリのタブで続きの画面に進みます。`,
          en: `This page can be used until ${toReadableTime(view.expiresAt, 'en')}. After logging in you continue in the card application’s tab.`,
        })}
      </p>
      <p>
        <a href={checkedUrl(view.statusPath)}>{say({ ja: 'この画面を更新する', en: 'Refresh this page' })}</a>
      </p>
      <StopForm language={language} path={view.stopPath} because={view.tooWeak ? 'assurance' : null} />
    </>,
  );
}

function AgentSteps({ language, agentLink }: { language: Language; agentLink: string }): VNode {
  const say = inLanguage(language);
  return (
    <>
      <ol class="steps">
        <li>
          {say({ ja: 'カードをカードリーダーに置きます。', en: 'Place your card on the card reader.' })}
        </li>
        <li>
          {say({
            ja: '下のボタンを押します。お使いのパソコンのカードアプリが、新しいタブで開きます。',
            en: 'Press the button below. The card application on your own computer opens in a new tab.',
          })}
        </li>
        <li>
          {say({
            ja: 'カードアプリの画面で、4桁の暗証番号（利用者証明用）を入力します。暗証番号はこのサイトには送られません。',
            en: 'Enter your 4-digit PIN (for user authentication) there. The PIN is not sent to this site.',
          })}
        </li>
      </ol>
      <p>
        <a class="button" href={checkedUrl(agentLink)} target="_blank" rel="noopener noreferrer">
          {say({ ja: 'カードアプリを開く', en: 'Open the card application' })}
          <span class="hint-inline">{say({ ja: '（新しいタブ）', en: ' (new tab)' })}</span>
        </a>
      </p>
      <details>
        <summary>{say({ ja: '開かないときは', en: 'If it does not open' })}</summary>
        <ul>
          <li>
            {say({
              ja: '「接続できません」と出たら、カードアプリが起動しているか確かめてから、もう一度ボタンを押してください。',
              en: 'If the browser says it cannot connect, check that the card application is running, then press the button again.',
            })}
          </li>
          <li>
            {say({
              ja: '「このデバイス上のアプリへの接続」などの許可をたずねられたら、「許可」を選んでください。',
              en: 'If the browser asks whether this site may connect to applications on this device, choose “Allow”.',
            })}
          </li>
          <li>
            {say({
              ja: '何度ボタンを押しても、カードの暗証番号の残り回数は減りません。',
              en: 'Pressing the button again does no harm: it does not use up any of your PIN tries.',
            })}
          </li>
        </ul>
      </details>
    </>
  );
}

function PhoneWay({ language, phonePath }: { language: Language; phonePath: string }): VNode {
  const say = inLanguage(language);
  return (
    <section aria-labelledby="by-phone">
      <h2 id="by-phone">
        {say({ ja: 'スマートフォンでログインする', en: 'Log in with your phone instead' })}
      </h2>
      <p>
        {say({
          ja: 'スマートフォンに電子証明書を入れている方は、画面に表示されるQRコードを読み取ってログインできます。',
          en: 'If your phone holds your certificate, you can log in by scanning a QR code.',
        })}
      </p>
      <p>
        <a class="button button-plain" href={checkedUrl(phonePath)}>
          {say({ ja: 'QRコードを表示する', en: 'Show the QR code' })}
        </a>
      </p>
    </section>
  );
}

function PhoneConfirmed({ language, phonePath }: { language: Language; phonePath: string }): VNode {
  const say = inLanguage(language);
  return (
    <>
      <p role="status">
        {say({ ja: 'スマートフォンで確認されました。', en: 'Your phone confirmed the login.' })}
      </p>
      <p>
        <a class="button" href={checkedUrl(phonePath)}>
          {say({ ja: '続きの画面へ', en: 'Go on' })}
        </a>
      </p>
    </>
  );
}
