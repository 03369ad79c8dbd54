import type { VNode } from 'preact';
import {
  type CorrectionReason,
  correctionReasons,
  type CorrectionState,
  type RefusalGround,
  refusalGrounds,
} from '../src/vocabulary/corrections.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** One report of the citizen's about a record of theirs. */
export interface CorrectionView {
  id: string;
  /** Category and part of it. */
  place: Words;
  reason: CorrectionReason;
  state: CorrectionState;
  refusalGround: RefusalGround | null;
  processNumber: string | null;
  reportedAt: Date;
  deliveredAt: Date | null;
  closedAt: Date | null;
  withdrawPath: string;
}

const states: Readonly<Record<CorrectionState, Words>> = {
  reported: {
    ja: '提供を止めました。機関に伝えているところです',
    en: 'Nobody is given it any more. The agency is being told',
  },
  delivered: {
    ja: '提供を止めています。機関が確認しています',
    en: 'Nobody is given it. The agency is looking into it',
  },
  corrected: {
    ja: '機関が記録を直しました。また提供できます',
    en: 'The agency corrected the record. It can be shared again',
  },
  removed: {
    ja: '機関が記録を取り除きました',
    en: 'The agency took the record away',
  },
  refused: {
    ja: '機関は記録を直しませんでした。また提供できます',
    en: 'The agency did not change the record. It can be shared again',
  },
  withdrawn: {
    ja: '申し出を取り下げました。また提供できます',
    en: 'You took the report back. The record can be shared again',
  },
};

/** Where it stands, and when each step was. */
export function CorrectionFacts({
  language,
  correction,
}: {
  language: Language;
  correction: CorrectionView;
}): VNode {
  const say = inLanguage(language);
  const when = (label: Words, at: Date | null): VNode | null =>
    at && (
      <div>
        <dt>{say(label)}</dt>
        <dd>{toReadableTime(at, language)}</dd>
      </div>
    );
  return (
    <dl class="summary">
      <div>
        <dt>{say({ ja: '状態', en: 'State' })}</dt>
        <dd>
          <span class="state">{say(states[correction.state])}</span>
        </dd>
      </div>
      {correction.refusalGround && (
        <div>
          <dt>{say({ ja: '直さない理由', en: 'Why not' })}</dt>
          <dd>{say(refusalGrounds[correction.refusalGround])}</dd>
        </div>
      )}
      <div>
        <dt>{say({ ja: '申し出の理由', en: 'Your reason' })}</dt>
        <dd>{say(correctionReasons[correction.reason])}</dd>
      </div>
      {when({ ja: '申し出た日時', en: 'Reported, and blocked' }, correction.reportedAt)}
      {when({ ja: '機関に届いた日時', en: 'Received by the agency' }, correction.deliveredAt)}
      {when({ ja: '終わった日時', en: 'Closed, and restored' }, correction.closedAt)}
      {correction.processNumber && (
        <div>
          <dt>{say({ ja: '処理通番', en: 'Process number' })}</dt>
          <dd>{correction.processNumber}</dd>
        </div>
      )}
    </dl>
  );
}
