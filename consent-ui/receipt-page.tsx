import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';

/** One thing that an entry says. */
export interface ReceiptFact {
  term: Words;
  details: readonly Words[];
}

export interface ReceiptPageView {
  language: Language;
  at: Date;
  /** The entry's id, to quote and to compare. */
  id: string;
  /** The ledger's name: the origin that signs. */
  ledger: string;
  /** What was recorded, in a person's words; names of items, never their values. */
  facts: readonly ReceiptFact[];
  /** Where the entry stands; null for the second that it waits for its place. */
  place: { number: number; of: number; witnesses: readonly string[] } | null;
  downloadPath: string;
  keysPath: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** One entry of the ledger for the person whom it concerns: what it says, what it proves, and what it does not. */
export function receiptPage(view: ReceiptPageView): string {
  const { language, place } = view;
  const say = inLanguage(language);
  const title = say({ ja: '記録の受領証', en: 'Receipt of a record' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">{toReadableTime(view.at, language)}</p>
      <h2>{say({ ja: '記録されていること', en: 'What is recorded' })}</h2>
      <dl class="summary">
        {view.facts.map(({ term, details }) => (
          <div key={term.en}>
            <dt>{say(term)}</dt>
            {details.map((detail) => (
              <dd key={detail.en}>{say(detail)}</dd>
            ))}
          </div>
        ))}
        <div>
          <dt>{say({ ja: '記録の番号', en: 'Number of the record' })}</dt>
          <dd>
            <code>{view.id}</code>
          </dd>
        </div>
      </dl>
      <p class="note">
        {say({
          ja: '受領証に載るのは項目の名前だけです。内容（値）は載りません。',
          en: 'A receipt holds the names of items only, never what stands in them.',
        })}
      </p>
      <h2>{say({ ja: 'この受領証が証明すること', en: 'What this receipt proves' })}</h2>
      {place ? (
        <Proven language={language} place={place} ledger={view.ledger} />
      ) : (
        <p>
          {say({
            ja: '記録は保存されました。証明は1秒ほどでできます。このページをもう一度開いてください。',
            en: 'The record is kept. Its proof takes about a second: please open this page again.',
          })}
        </p>
      )}
      <h2>{say({ ja: '手元に残す', en: 'Keep it' })}</h2>
      <p>
        {say({
          ja: '受領証のファイルをお手元に残せば、このサービスがなくなっても、また記録が後から変えられても、誰でも確かめられます。',
          en: 'With the file in your own hands, anybody can check it, even if this service is gone or the record was changed.',
        })}
      </p>
      <p>
        <a class="button" href={checkedUrl(view.downloadPath)} download>
          {say({ ja: '受領証をダウンロード（JSON）', en: 'Download the receipt (JSON)' })}
        </a>
      </p>
      <p>
        {say({ ja: '確かめるための公開鍵: ', en: 'The public keys to check it with: ' })}
        <a href={checkedUrl(view.keysPath)}>{view.keysPath}</a>
        {say({
          ja: '（受領証とは別に、前もって保存しておいてください）',
          en: ' (keep them before you need them, apart from the receipt)',
        })}
      </p>
      <p>
        {say({ ja: '確かめ方: ', en: 'How to check: ' })}
        <code>npm run verify-receipt -- receipt.json --key keys.json</code>
      </p>
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
      </p>
    </>,
  );
}

function Proven({
  language,
  place,
  ledger,
}: {
  language: Language;
  place: NonNullable<ReceiptPageView['place']>;
  ledger: string;
}) {
  const say = inLanguage(language);
  const names = place.witnesses.join(', ');
  return (
    <ul>
      <li>
        {say({
          ja: `この記録は、${ledger} の記録簿にあります（${place.of}件のうちの${place.number}件目）。署名がそれを裏付けています。`,
          en: `This record stands in the ledger of ${ledger}, as number ${place.number} of ${place.of}. A signature vouches for it.`,
        })}
      </li>
      <li>
        {say({
          ja: '後から内容を変えたり、消したり、順番を入れ替えたりすれば、この受領証と合わなくなり、わかります。',
          en: 'Whoever changes it, deletes it or puts it in another place makes it disagree with this receipt, and that shows.',
        })}
      </li>
      <li>
        {place.witnesses.length > 0
          ? say({
              ja: `外部の立会人（${names}）も、この記録簿の状態を確認しています。`,
              en: `A witness from outside (${names}) saw the ledger in this state, too.`,
            })
          : say({
              ja: '外部の立会人は、この記録簿の状態をまだ確認していません。',
              en: 'No witness from outside has seen the ledger in this state yet.',
            })}
      </li>
      <li>
        {say({
          ja: '証明しないこと: 提供先の会社がその後、情報をどう扱ったか。',
          en: 'What it does not prove: what became of the information in the company’s hands afterwards.',
        })}
      </li>
    </ul>
  );
}
