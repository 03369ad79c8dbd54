import type { VNode } from 'preact';
import { findCategory } from '../src/vocabulary/categories.ts';
import type { CategoryName } from '../src/vocabulary/identifiers.ts';
import type { JsonObject, Outcome } from '../src/vocabulary/reading.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { groupLabel } from './labels.ts';
import { inLanguage, toReadableStamp } from './readable.ts';
import { RecordValues } from './record-values.tsx';

export interface RecordPageView {
  language: Language;
  category: CategoryName;
  outcome: Outcome;
  record: JsonObject | null;
  asOf: string | null;
  /** Who keeps it: a kind where the agency's name would tell where its people live. */
  source: Words;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** One's own record of one category, as its holder has it at this moment, or why there is none to show. */
export function recordPage(view: RecordPageView): string {
  const { language, category, record } = view;
  const say = inLanguage(language);
  const title = say(groupLabel(category));
  const schema = findCategory(category)?.schema;
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <dl class="summary">
        <div>
          <dt>{say({ ja: '情報を持っている機関', en: 'Kept by' })}</dt>
          <dd>
            <bdi>{say(view.source)}</bdi>
          </dd>
        </div>
        {view.asOf && (
          <div>
            <dt>{say({ ja: '更新された日時', en: 'Last updated' })}</dt>
            <dd>{toReadableStamp(view.asOf, language)}</dd>
          </div>
        )}
      </dl>
      <WhatCame language={language} outcome={view.outcome} />
      {record && schema && (
        <RecordValues language={language} schema={schema} record={record} beside={() => null} />
      )}
      <p>
        <a href={checkedUrl(view.backPath)}>
          {say({ ja: 'わたしの情報の一覧に戻る', en: 'Back to my information' })}
        </a>
      </p>
    </>,
  );
}

/** Each end in words of its own: none of them may be taken for another. */
function WhatCame({ language, outcome }: { language: Language; outcome: Outcome }): VNode | null {
  const words = outcomeWords[outcome];
  if (!words) return null;
  const warns = outcome !== 'no_record';
  return <p class={warns ? 'outcome outcome-warning' : 'outcome'}>{inLanguage(language)(words)}</p>;
}

const outcomeWords: Readonly<Partial<Record<Outcome, Words>>> = {
  stale: {
    ja: 'この記録は、更新の予定より古くなっています。最近の変更が反映されていないことがあります。',
    en: 'This record is older than its holder’s own schedule of updates. Recent changes may be missing.',
  },
  no_record: {
    ja: 'お見せできる記録はありません。',
    en: 'There is no record to show.',
  },
  not_connected: {
    ja: 'この情報を持つ機関は、まだこのサービスに接続していません。記録があるかどうかは、ここでは分かりません。機関の窓口にお尋ねください。',
    en: 'The agency that would hold this is not connected to this service yet. Whether there is a record cannot be told here: please ask at its office.',
  },
  agency_unavailable: {
    ja: 'この情報を持つ機関から、時間内に応答がありませんでした。記録がないという意味ではありません。少し待って、もう一度開いてください。',
    en: 'The agency that holds this did not answer in time. That does not mean that there is no record. Please wait a little and open this page again.',
  },
};
