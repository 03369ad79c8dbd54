import type { VNode } from 'preact';
import { findCategory } from '../src/vocabulary/categories.ts';
import type { CategoryName } from '../src/vocabulary/identifiers.ts';
import type { JsonObject, Outcome } from '../src/vocabulary/reading.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import type { CorrectionView } from './correction-facts.tsx';
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
  /** The citizen's open reports about it: it is handed out to nobody. */
  open: readonly CorrectionView[];
  correctionsPath: string;
  /** Where it is reported as wrong or somebody else's; null where nothing came that could be. */
  reportPath: string | null;
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
      {view.open.length > 0 ? (
        <div class="outcome outcome-warning">
          <p>
            {say({
              ja: '申し出を受けて、この記録はいま、だれにも提供されません。',
              en: 'You reported this record, so it is given to nobody at the moment.',
            })}
            {!record &&
              say({ ja: '申し出のあいだは、ここにも表示しません。', en: ' It is not shown here either.' })}
          </p>
          <p>
            <a href={checkedUrl(view.correctionsPath)}>
              {say({ ja: '申し出の状態を見る', en: 'See what became of your report' })}
            </a>
          </p>
        </div>
      ) : null}
      {(record || view.open.length === 0) && <WhatCame language={language} outcome={view.outcome} />}
      {record && schema && (
        <RecordValues
          language={language}
          schema={schema}
          record={record}
          beside={(place, number, label) =>
            view.reportPath && (
              <p>
                <a href={checkedUrl(withPlace(view.reportPath, place))}>
                  {say({ ja: 'この件がちがうと申し出る', en: 'Report this one' })}
                  <span class="for-listeners">{`: ${label}, ${number}`}</span>
                </a>
              </p>
            )
          }
        />
      )}
      {view.reportPath && (
        <p>
          <a class="button button-plain" href={checkedUrl(view.reportPath)}>
            {record
              ? say({
                  ja: 'わたしの記録ではない・まちがっていると申し出る',
                  en: 'This is not mine, or it is wrong',
                })
              : say({ ja: 'あるはずの記録がないと申し出る', en: 'A record should be here, and is not' })}
          </a>
        </p>
      )}
      <p>
        <a href={checkedUrl(view.backPath)}>
          {say({ ja: 'わたしの情報の一覧に戻る', en: 'Back to my information' })}
        </a>
      </p>
    </>,
  );
}

/** The address with the part that the report is about. */
function withPlace(path: string, place: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ place }).toString()}`;
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
