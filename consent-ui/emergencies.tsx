import type { VNode } from 'preact';
import {
  type EmergencyReason,
  emergencyReasons,
  type NamingMethod,
  namingMethods,
} from '../src/vocabulary/emergency.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { groupLabel, outcomeInWords } from './labels.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** One access to what is held about somebody who could not be asked. */
export interface EmergencyView {
  at: Date;
  relyingParty: Words;
  /** Who answers for them; null where nobody did at that moment. */
  authority: Words | null;
  reason: EmergencyReason;
  incident: string | null;
  operator: string;
  namedBy: NamingMethod;
  /** The ledger's: `answered` or `denied:<reason>`. */
  outcome: string;
  answers: readonly { category: string; outcome: string }[];
  reference: string;
  receiptPath: string;
  /** Since the citizen's login before this one. */
  isNew: boolean;
}

/** Read without consent: above everything else, in a colour of its own, and in words that need no colour. */
export function Emergencies({
  language,
  emergencies,
}: {
  language: Language;
  emergencies: readonly EmergencyView[];
}): VNode {
  const say = inLanguage(language);
  const fresh = emergencies.filter(({ isNew }) => isNew).length;
  return (
    <section aria-labelledby="emergencies" class="emergencies">
      <h2 id="emergencies">
        {say({ ja: '救急時に、同意なしで見られた記録', en: 'Read in an emergency, without your consent' })}
      </h2>
      {fresh > 0 && (
        <p>
          <strong>
            {say({
              ja: `前回のログインのあとに、${fresh}件あります。`,
              en: `Since your previous login: ${fresh}.`,
            })}
          </strong>
        </p>
      )}
      <p>
        {say({
          ja: '意思を確かめられないとき、認定を受けた救急隊などは、保険証・薬・健診の情報に限って見ることができます。すべてここに表示されます。断られた要求も表示されます。',
          en: 'When a person cannot be asked, accredited ambulance crews may see insurance, medicines and checkups, and nothing else. Every such access is shown here, refused ones too.',
        })}
      </p>
      <ol class="timeline">
        {emergencies.map((emergency) => (
          <li key={emergency.receiptPath}>
            <Emergency language={language} emergency={emergency} />
          </li>
        ))}
      </ol>
      <p>
        {say({
          ja: '心あたりがないときは、参照番号をそえて、それぞれに名前のある監督機関にお問い合わせください。',
          en: 'If you do not recognise one, ask the supervising authority named with it, and quote its reference.',
        })}
      </p>
    </section>
  );
}

function Emergency({ language, emergency }: { language: Language; emergency: EmergencyView }): VNode {
  const say = inLanguage(language);
  const { at, authority, incident, outcome } = emergency;
  return (
    <>
      <p>
        <span class="emergency-mark">{say({ ja: '救急', en: 'Emergency' })}</span>{' '}
        {emergency.isNew && <strong>{say({ ja: '新しい記録 ', en: 'New ' })}</strong>}
        <time dateTime={at.toISOString()}>{toReadableTime(at, language)}</time>
      </p>
      <p>
        <strong>{say(emergency.relyingParty)}</strong>
        {say({ ja: `（隊・端末 ${emergency.operator}）`, en: ` (crew or terminal ${emergency.operator})` })}
      </p>
      <p>
        {say({ ja: '理由: ', en: 'Reason: ' })}
        {say(emergencyReasons[emergency.reason])}
      </p>
      <p>
        {say({ ja: '出動番号: ', en: 'Incident: ' })}
        {incident ?? say({ ja: '示されていません', en: 'none was given' })}
      </p>
      <p>
        {say({ ja: 'あなたと分かった方法: ', en: 'How they knew it was you: ' })}
        {say(namingMethods[emergency.namedBy])}
      </p>
      {emergency.answers.map((answer) => (
        <p key={answer.category}>
          {say(groupLabel(answer.category))}
          {': '}
          {say(outcomeInWords(answer.outcome))}
        </p>
      ))}
      {outcome !== 'answered' && (
        <p>
          {say({ ja: '結果: ', en: 'Result: ' })}
          {say(outcomeInWords(outcome))}
        </p>
      )}
      <p>
        {say({ ja: '監督機関: ', en: 'Supervised by: ' })}
        {authority ? say(authority) : say({ ja: 'ありません（認定なし）', en: 'nobody (not accredited)' })}
      </p>
      <p class="reference">
        <a href={checkedUrl(emergency.receiptPath)}>
          {say({ ja: '受領証', en: 'Receipt' })}
          <span class="for-listeners">{` ${toReadableTime(at, language)}`}</span>
        </a>{' '}
        {say({ ja: '参照番号', en: 'Reference' })}: <code>{emergency.reference}</code>
      </p>
    </>
  );
}
