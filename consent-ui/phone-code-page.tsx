import type { VNode } from 'preact';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { QrCode } from './qr-code.tsx';
import { inLanguage, toReadableSecond } from './readable.ts';

export interface PhoneCodePageView {
  language: Language;
  /** What the QR code says; null once a phone has read it. */
  codeText: string | null;
  /** Two digits that the phone's holder types there. */
  number: string;
  /** Until when the code can be read or, after that, the phone may answer. */
  expiresAt: Date;
  /** Asked whether the phone has confirmed, and it has not even read a code. */
  notYet: boolean;
  /** Where this page looks again whether the phone has confirmed. */
  statusPath: string;
  /** This page with another code and number. */
  newCodePath: string;
  /** Back to the other ways to log in. */
  backPath: string;
  otherLanguagePath: string | null;
}

/**
 * Shows the code and the number. The code stands here as a picture alone: as text it would be read out on the phone to
 * somebody who claims to help. Nothing refreshes by itself; the code's minute is over when it is over.
 */
export function phoneCodePage(view: PhoneCodePageView): string {
  const { language, codeText } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'スマートフォンでログイン', en: 'Log in with your phone' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      {view.notYet && (
        <p class="outcome outcome-warning" role="status">
          {codeText === null
            ? say({
                ja: 'スマートフォンでの確認は、まだ終わっていません。',
                en: 'Your phone has not confirmed yet.',
              })
            : say({
                ja: 'スマートフォンでの確認は、まだ終わっていません。新しいQRコードと数字を表示しました。',
                en: 'Your phone has not confirmed yet. Here are a new QR code and a new number.',
              })}
        </p>
      )}
      {codeText === null ? (
        <p class="lead" role="status">
          {say({
            ja: 'スマートフォンがQRコードを読み取りました。下の数字を、スマートフォンに入力してください。',
            en: 'A phone has read the QR code. Please type the number below on your phone.',
          })}
        </p>
      ) : (
        <Steps language={language} codeText={codeText} />
      )}
      <p class="compare-number">
        <span class="compare-label">{say({ ja: '確認の数字', en: 'Number to type on the phone' })}</span>{' '}
        <strong>{view.number}</strong>
      </p>
      <p class="outcome outcome-warning">
        {say({
          ja: '電話やメッセージで、このQRコードを読み取るように、または数字を教えるように言われたときは、詐欺です。自分で始めたログインのときだけ、目の前の画面のQRコードを読み取ってください。',
          en: 'If somebody on the phone or in a message asks you to scan a code or to tell them this number, it is a fraud. Scan only the code on the screen in front of you, for a login that you started yourself.',
        })}
      </p>
      <p>
        <a class="button" href={checkedUrl(view.statusPath)}>
          {say({ ja: 'スマートフォンで確認しました', en: 'I have confirmed on my phone' })}
        </a>
      </p>
      <p class="note">
        {codeText === null
          ? say({
              ja: `スマートフォンでの確認は${toReadableSecond(view.expiresAt, 'ja')}までにお願いします。`,
              en: `Please confirm on your phone by ${toReadableSecond(view.expiresAt, 'en')}.`,
            })
          : say({
              ja: `このQRコードは1分間、${toReadableSecond(view.expiresAt, 'ja')}まで使えます。過ぎたときは、何度でも新しく表示できます。`,
              en: `This QR code can be read for one minute, until ${toReadableSecond(view.expiresAt, 'en')}. After that you can have a new one shown, as often as you like.`,
            })}
      </p>
      <ul>
        <li>
          <a href={checkedUrl(view.newCodePath)}>
            {say({ ja: '新しいQRコードを表示する', en: 'Show a new QR code' })}
          </a>
        </li>
        <li>
          <a href={checkedUrl(view.backPath)}>
            {say({ ja: 'カードでログインする', en: 'Log in with your card instead' })}
          </a>
        </li>
      </ul>
    </>,
  );
}

function Steps({ language, codeText }: { language: Language; codeText: string }): VNode {
  const say = inLanguage(language);
  return (
    <>
      <ol class="steps">
        <li>
          {say({
            ja: 'スマートフォンで、マイナンバーカードの電子証明書が入ったログイン用アプリを開きます。',
            en: 'On your phone, open the login application that holds your certificate.',
          })}
        </li>
        <li>
          {say({
            ja: 'アプリで下のQRコードを読み取り、サイトの名前と、表示されている場所を確かめます。',
            en: 'Scan the QR code below with it, and check the site’s name and the place that it shows.',
          })}
        </li>
        <li>
          {say({
            ja: '下の数字をスマートフォンに入力し、暗証番号または生体認証で確認します。',
            en: 'Type the number below on the phone, then confirm with your PIN or your biometrics.',
          })}
        </li>
        <li>
          {say({
            ja: 'この画面に戻り、「スマートフォンで確認しました」を押します。',
            en: 'Come back to this page and press “I have confirmed on my phone”.',
          })}
        </li>
      </ol>
      <QrCode
        text={codeText}
        label={say({
          ja: 'ログイン用のQRコード。スマートフォンのアプリで読み取ってください。',
          en: 'QR code for logging in. Scan it with the application on your phone.',
        })}
      />
    </>
  );
}
