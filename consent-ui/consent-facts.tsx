import type { VNode } from 'preact';
import { type Assurance, assuranceLabels } from '../src/vocabulary/authentication.ts';
import type { ConsentId } from '../src/vocabulary/identifiers.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** A consent as my page tells it. */
export interface ConsentView {
  id: ConsentId;
  relyingParty: Words;
  purpose: Words;
  decidedAt: Date;
  validUntil: Date;
  state: 'active' | 'withdrawn' | 'expired' | 'used_up' | 'refused';
  readsLeft: number;
  /** How it was known who decided. */
  assurance: Assurance;
  detailPath: string;
  withdrawPath: string;
}

const stateWords: Readonly<Record<ConsentView['state'], Words>> = {
  active: { ja: '有効', en: 'Active' },
  withdrawn: { ja: '取り消し済み', en: 'Withdrawn' },
  expired: { ja: '期限切れ', en: 'Expired' },
  used_up: { ja: '回数を使い切りました', en: 'All reads used' },
  refused: { ja: '提供しないと決めました', en: 'You refused' },
};

/** The few facts that tell one consent from another. */
export function ConsentFacts({ language, consent }: { language: Language; consent: ConsentView }): VNode {
  const say = inLanguage(language);
  return (
    <dl class="summary">
      <div>
        <dt>{say({ ja: '状態', en: 'State' })}</dt>
        <dd>
          <span class={`state state-${consent.state}`}>{say(stateWords[consent.state])}</span>
        </dd>
      </div>
      <div>
        <dt>{say({ ja: '利用目的', en: 'Purpose' })}</dt>
        <dd>{say(consent.purpose)}</dd>
      </div>
      <div>
        <dt>{say({ ja: '決めた日時', en: 'Decided' })}</dt>
        <dd>{toReadableTime(consent.decidedAt, language)}</dd>
      </div>
      <div>
        <dt>{say({ ja: '本人を確かめた方法', en: 'How you were recognised' })}</dt>
        <dd>{say(assuranceLabels[consent.assurance])}</dd>
      </div>
      {consent.state !== 'refused' && (
        <div>
          <dt>{say({ ja: '有効期限', en: 'Valid until' })}</dt>
          <dd>{toReadableTime(consent.validUntil, language)}</dd>
        </div>
      )}
      {consent.state === 'active' && (
        <div>
          <dt>{say({ ja: '残りの回数', en: 'Reads left' })}</dt>
          <dd>{say({ ja: `${consent.readsLeft}回`, en: String(consent.readsLeft) })}</dd>
        </div>
      )}
    </dl>
  );
}
