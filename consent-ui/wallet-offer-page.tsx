import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { itemLabel } from './labels.ts';
import type { JsonObject } from '../src/vocabulary/reading.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedOfferUrl, checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { ItemValues } from './item-values.tsx';
import { QrCode } from './qr-code.tsx';
import { inLanguage, toReadableTime } from './readable.ts';

export interface WalletOfferPageView {
  language: Language;
  item: ItemName;
  /** What the proof would say now. */
  answer: JsonObject;
  /** `openid-credential-offer://…`, for the wallet. */
  offerAddress: string;
  /** To be typed into the wallet. */
  transactionCode: string;
  expiresAt: Date;
  backPath: string;
}

/** What the wallet reads, what is typed into it, and what the proof will say. */
export function walletOfferPage(view: WalletOfferPageView): string {
  const { language, item } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'ウォレットで読み取ってください', en: 'Scan this with your wallet' });
  return toDocument(
    { language, title },
    <>
      <h1>{title}</h1>
      <section aria-labelledby="says">
        <h2 id="says">{say({ ja: 'この証明が伝えること', en: 'What the proof says' })}</h2>
        <h3>{say(itemLabel(item))}</h3>
        <ItemValues language={language} item={item} values={[view.answer]} />
        <p class="note">
          {say({
            ja: '見せるときに、どの項目を見せるかを選べます。記録そのものは入っていません。',
            en: 'When you show it you choose which of these. The record itself is not in it.',
          })}
        </p>
      </section>
      <section aria-labelledby="steps">
        <h2 id="steps">{say({ ja: 'ウォレットに入れる', en: 'Put it into your wallet' })}</h2>
        <QrCode
          text={view.offerAddress}
          label={say({ ja: 'ウォレットアプリで読み取るQRコード', en: 'QR code for your wallet app' })}
        />
        <p>
          <a class="button button-plain" href={checkedOfferUrl(view.offerAddress)}>
            {say({ ja: 'この端末のウォレットで開く', en: 'Open the wallet on this device' })}
          </a>
        </p>
        <p class="compare-number">
          {say({ ja: 'ウォレットに入力する確認番号', en: 'Number to type into the wallet' })}
          <strong>{view.transactionCode}</strong>
        </p>
        <p class="note">
          {say({
            ja: `${toReadableTime(view.expiresAt, language)}まで、1回だけ使えます。ほかの人に見せないでください。`,
            en: `Good once, until ${toReadableTime(view.expiresAt, language)}. Do not show it to anybody.`,
          })}
        </p>
      </section>
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: '証明の一覧に戻る', en: 'Back to my proofs' })}</a>
      </p>
    </>,
  );
}
