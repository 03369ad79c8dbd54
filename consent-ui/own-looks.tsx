import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { groupLabel } from './labels.ts';
import { inLanguage, sameWords, toReadableTime } from './readable.ts';

/** One look at one's own information: by the citizen, or by whoever held their card. */
export interface OwnLookView {
  at: Date;
  category: string;
  outcome: string;
  receiptPath: string;
}

export function OwnLooks({ language, looks }: { language: Language; looks: readonly OwnLookView[] }): VNode {
  const say = inLanguage(language);
  return (
    <ol class="timeline">
      {looks.map((look) => (
        <li key={look.receiptPath}>
          <p>
            <time dateTime={look.at.toISOString()}>{toReadableTime(look.at, language)}</time>
          </p>
          <p>
            <strong>{say(groupLabel(look.category))}</strong>
          </p>
          <p>
            {say({ ja: '結果: ', en: 'Result: ' })}
            {say(Object.hasOwn(ends, look.outcome) ? (ends[look.outcome] as Words) : sameWords(look.outcome))}
          </p>
          <p class="reference">
            <a href={checkedUrl(look.receiptPath)}>
              {say({ ja: '受領証', en: 'Receipt' })}
              <span class="for-listeners">{`: ${say(groupLabel(look.category))}, ${toReadableTime(look.at, language)}`}</span>
            </a>
          </p>
        </li>
      ))}
    </ol>
  );
}

const ends: Readonly<Record<string, Words>> = {
  ok: { ja: '記録が表示されました', en: 'The record was shown' },
  stale: { ja: '記録が表示されました（更新が遅れています）', en: 'The record was shown; it is out of date' },
  no_record: { ja: 'お見せできる記録はありませんでした', en: 'There was no record to show' },
  agency_unavailable: { ja: '機関から応答がありませんでした', en: 'The agency did not answer' },
  not_connected: { ja: '機関が接続していません', en: 'The agency is not connected' },
};
