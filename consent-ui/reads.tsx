import type { VNode } from 'preact';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { groupLabel, itemsInWords, outcomeInWords } from './labels.ts';
import { inLanguage, toReadableTime } from './readable.ts';

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
          {say({ ja: '受領証', en: 'Receipt' })}
          <span class="for-listeners">{` ${toReadableTime(read.at, language)}`}</span>
        </a>{' '}
        {say({ ja: '参照番号', en: 'Reference' })}: <code>{read.reference}</code>
      </p>
    </>
  );
}
