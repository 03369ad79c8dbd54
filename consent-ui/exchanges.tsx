import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { groupLabel } from './labels.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** One exchange between two agencies. */
export interface ExchangeView {
  processNumber: string;
  inquiredAt: Date;
  providedAt: Date | null;
  inquirer: Words;
  inquirerSection: Words;
  provider: Words;
  providerSection: Words | null;
  affair: Words;
  procedure: Words;
  /** A category's name. */
  information: string;
  result: 'provided' | 'no_record' | 'waiting' | 'unavailable';
}

const results: Readonly<Record<ExchangeView['result'], Words>> = {
  provided: { ja: '提供されました', en: 'Provided' },
  no_record: { ja: '該当する記録がありませんでした', en: 'There was no such record' },
  waiting: { ja: '職員の確認を待っています', en: 'Waiting for an official to answer' },
  unavailable: { ja: '相手の機関から応答がありませんでした', en: 'The other agency did not answer' },
};

/** 情報提供等記録: which agency asked which other one, for what, and with which end. */
export function Exchanges(view: {
  language: Language;
  /** Newest first; null where the network did not answer. */
  exchanges: readonly ExchangeView[] | null;
  olderPath: string | null;
}): VNode {
  const { language, exchanges, olderPath } = view;
  const say = inLanguage(language);
  if (!exchanges)
    return (
      <p class="outcome outcome-warning">
        {say({
          ja: '機関どうしの記録を、いまは取り寄せられません。記録がないという意味ではありません。少し待って、もう一度開いてください。',
          en: 'The records between agencies cannot be fetched now. That does not mean that there are none. Please wait a little and open this page again.',
        })}
      </p>
    );
  if (exchanges.length === 0)
    return <p>{say({ ja: '表示する記録はありません。', en: 'There are no records to show.' })}</p>;
  return (
    <>
      <ol class="timeline">
        {exchanges.map((each) => (
          <li key={each.processNumber}>
            <p>
              <time dateTime={each.inquiredAt.toISOString()}>
                {toReadableTime(each.inquiredAt, language)}
              </time>
            </p>
            <p>
              <strong>
                <bdi>{say(each.inquirer)}</bdi>
              </strong>
              {' ('}
              <bdi>{say(each.inquirerSection)}</bdi>
              {') → '}
              <strong>
                <bdi>{say(each.provider)}</bdi>
              </strong>
              {each.providerSection && (
                <>
                  {' ('}
                  <bdi>{say(each.providerSection)}</bdi>
                  {')'}
                </>
              )}
            </p>
            <p>
              {say({ ja: '事務: ', en: 'Affair: ' })}
              <bdi>{say(each.affair)}</bdi>
            </p>
            <p>
              {say({ ja: '事務手続: ', en: 'Procedure: ' })}
              <bdi>{say(each.procedure)}</bdi>
            </p>
            <p>
              {say({ ja: '情報: ', en: 'Information: ' })}
              {say(groupLabel(each.information))}
            </p>
            <p>
              {say({ ja: '結果: ', en: 'Result: ' })}
              {say(results[each.result])}
              {each.providedAt && ` (${toReadableTime(each.providedAt, language)})`}
            </p>
            <p class="reference">
              {say({ ja: '処理通番: ', en: 'Process number: ' })}
              {each.processNumber}
            </p>
          </li>
        ))}
      </ol>
      {olderPath && (
        <p>
          <a href={checkedUrl(olderPath)}>{say({ ja: 'もっと古い記録', en: 'Older records' })}</a>
        </p>
      )}
    </>
  );
}
