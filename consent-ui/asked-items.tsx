import type { ComponentChildren, VNode } from 'preact';
import { findAttestation } from '../src/vocabulary/attestations.ts';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { findItem } from '../src/vocabulary/items.ts';
import { type HandedOut, isHandedOut, type JsonValue, type Outcome } from '../src/vocabulary/reading.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { type ConsentFault, idOf } from './consent-faults.tsx';
import { ItemMeaning } from './item-meaning.tsx';
import { ItemValues } from './item-values.tsx';
import { groupLabel, itemLabel } from './labels.ts';
import { inLanguage, toReadableStamp } from './readable.ts';

/** One category, or one attestation, as far as it is asked for. */
export interface AskedGroupView {
  /** Category name, `attestations` or `identity`. */
  group: string;
  outcome: Outcome;
  source: Words | null;
  asOf: string | null;
  items: readonly AskedItemView[];
}

export interface AskedItemView {
  name: ItemName;
  values: readonly (JsonValue | null)[];
  /** A common character is known to stand for a rare one in it. */
  substituted?: boolean;
  /** The citizen's own ticks, kept when the page is shown again; false on the first page. */
  ticked: boolean;
  tickedUnseen: boolean;
}

interface ItemsView {
  language: Language;
  groups: readonly AskedGroupView[];
  purpose: Words;
  faults: readonly ConsentFault[];
}

/** Whether a value, or the plain word that there is none, was there to be seen. */
export function wasSeen(outcome: Outcome): outcome is HandedOut | 'no_record' {
  return isHandedOut(outcome) || outcome === 'no_record';
}

/** Listed without a box: they come with the decision itself. */
export function RequiredItems({ groups, ...around }: ItemsView): VNode {
  return (
    <>
      {groups.map((group) => (
        <Group key={group.items[0]?.name} group={group} {...around}>
          <dl class="summary">
            {group.items.map((item) => (
              <div key={item.name}>
                <dt>
                  <ItemName language={around.language} item={item.name} />
                </dt>
                <dd>
                  <Contents language={around.language} group={group} item={item} />
                  <ItemMeaning language={around.language} item={item.name} values={item.values} />
                  <UnseenBox group={group} item={item} {...around} />
                </dd>
              </div>
            ))}
          </dl>
        </Group>
      ))}
    </>
  );
}

/** Each with a box of its own, none ticked beforehand. */
export function OptionalItems({ groups, ...around }: ItemsView): VNode {
  return (
    <>
      {groups.map((group) => (
        <Group key={group.items[0]?.name} group={group} {...around}>
          <ul class="choices">
            {group.items.map((item) => (
              <li key={item.name}>
                <div class="choice">
                  <input
                    type="checkbox"
                    id={idOf('item', item.name)}
                    name="item"
                    value={item.name}
                    checked={item.ticked}
                    aria-describedby={idOf('value', item.name)}
                  />
                  <label for={idOf('item', item.name)}>
                    <ItemName language={around.language} item={item.name} />
                  </label>
                </div>
                <div class="value" id={idOf('value', item.name)}>
                  <Contents language={around.language} group={group} item={item} />
                </div>
                <ItemMeaning language={around.language} item={item.name} values={item.values} />
                <UnseenBox group={group} item={item} {...around} />
              </li>
            ))}
          </ul>
        </Group>
      ))}
    </>
  );
}

function Group(
  props: { group: AskedGroupView; children: ComponentChildren } & Omit<ItemsView, 'groups'>,
): VNode {
  const { group, language } = props;
  const say = inLanguage(language);
  const attestation = findAttestation(group.items[0]?.name ?? '');
  return (
    <div class="group">
      <h4>{say(groupLabel(group.group))}</h4>
      <p class="note">
        {say({ ja: '利用目的: ', en: 'Purpose: ' })}
        {say(props.purpose)}
        {group.source && (
          <>
            <br />
            {say({ ja: '情報の出どころ: ', en: 'Source: ' })}
            <bdi>{say(group.source)}</bdi>
          </>
        )}
        {group.asOf && (
          <>
            <br />
            {say({ ja: '更新された日時: ', en: 'As of: ' })}
            {toReadableStamp(group.asOf, language)}
          </>
        )}
      </p>
      {attestation && (
        <p>
          {say(attestation.says)}{' '}
          {say({ ja: '記録そのものは提供されません。', en: 'The record itself is not shared.' })}
        </p>
      )}
      {!attestation && group.outcome === 'no_record' && <p class="outcome">{say(outcomeWords.no_record)}</p>}
      {group.outcome === 'stale' && (
        <p class="outcome outcome-warning">
          {say(outcomeWords.stale)} {!attestation && say(staleIsTold)}
        </p>
      )}
      {!wasSeen(group.outcome) && <p class="outcome outcome-warning">{say(outcomeWords[group.outcome])}</p>}
      {props.children}
    </div>
  );
}

/** Not of an attestation: its company learns the answer alone. */
const staleIsTold: Words = {
  ja: '提供すると、古い情報であることも会社に伝わります。',
  en: 'If you share it, the company is told that it is old.',
};

const outcomeWords: Readonly<Record<Exclude<Outcome, 'ok'>, Words>> = {
  stale: {
    ja: 'この情報は、決められた期間を過ぎても更新されていません。いまの状況と違うかもしれません。',
    en: 'This has not been updated for longer than it should be, and may differ from how things are now.',
  },
  no_record: {
    ja: 'お渡しできる記録はありません。会社には「渡せる情報がない」とだけ伝わります。',
    en: 'There is no record to hand out. The company will be told only that there is nothing to hand out.',
  },
  not_connected: {
    ja: '情報を持っている機関が、まだこのサービスに接続していません。内容を表示できず、いまは提供もされません。',
    en: 'The agency that would hold this is not connected to this service yet. It cannot be shown, nor shared now.',
  },
  agency_unavailable: {
    ja: '情報を持っている機関から、時間内に応答がありませんでした。記録がないという意味ではありません。',
    en: 'The agency that holds this did not answer in time. That does not mean that there is no record.',
  },
  outdated: {
    ja: '以前に登録した署名用電子証明書が、引っ越し・改姓や期限切れなどで無効になっています。いまは何も提供されません。新しい署名用電子証明書で一度署名すると、また提供できます。',
    en: 'The certificate for digital signature that you registered is no longer valid, for example because you moved, changed your name, or it ran out. Nothing is shared now. Once you sign with your new certificate, it can be shared again.',
  },
};

function ItemName({ language, item }: { language: Language; item: ItemName }): VNode {
  const say = inLanguage(language);
  return (
    <>
      {say(itemLabel(item))}
      {findItem(item)?.sensitivity === 3 && (
        <span class="mark">{say({ ja: '要配慮個人情報', en: 'Sensitive' })}</span>
      )}
    </>
  );
}

function Contents({
  language,
  group,
  item,
}: {
  language: Language;
  group: AskedGroupView;
  item: AskedItemView;
}): VNode {
  const say = inLanguage(language);
  if (!wasSeen(group.outcome))
    return <span class="blank">{say({ ja: '表示できません', en: 'Cannot be shown' })}</span>;
  if (group.outcome === 'no_record' && !findAttestation(item.name))
    return <span class="blank">{say({ ja: '記録はありません', en: 'No record' })}</span>;
  return (
    <>
      <ItemValues language={language} item={item.name} values={item.values} />
      {item.substituted && (
        <p class="hint">
          {say({
            ja: '証明書に使えない文字は、別の文字（代替文字）で書かれています。会社には、このとおりに、どの文字が代替かとともに伝わります。',
            en: 'Characters that certificates cannot carry are written as others. The company gets it as it stands here, and is told which ones these are.',
          })}
        </p>
      )}
    </>
  );
}

/** What did not arrive is granted only by saying so, item by item. */
function UnseenBox(
  props: { group: AskedGroupView; item: AskedItemView } & Pick<ItemsView, 'language' | 'faults'>,
): VNode | null {
  const { group, item } = props;
  if (wasSeen(group.outcome)) return null;
  const say = inLanguage(props.language);
  const id = idOf('unseen', item.name);
  const faulty = props.faults.some((fault) => 'item' in fault && fault.item === item.name);
  return (
    <div class="choice">
      <input
        type="checkbox"
        id={id}
        name="unseen"
        value={item.name}
        checked={item.tickedUnseen}
        aria-invalid={faulty ? 'true' : undefined}
      />
      <label for={id}>
        {say({ ja: '内容を見ないで提供する', en: 'Share it without seeing it' })}
        <span class="for-listeners">{`: ${say(itemLabel(item.name))}`}</span>
      </label>
    </div>
  );
}
