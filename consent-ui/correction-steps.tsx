import type { VNode } from 'preact';
import type { CorrectionStep } from '../src/vocabulary/corrections.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** One step of a report, as it stands in the ledger. */
export interface CorrectionStepView {
  at: Date;
  step: CorrectionStep;
  receiptPath: string;
}

export const correctionStepLabels: Readonly<Record<CorrectionStep, Words>> = {
  reported: { ja: '申し出を受け、提供を止めました', en: 'Reported, and blocked' },
  delivered: { ja: '機関に届きました', en: 'Received by the agency' },
  corrected: { ja: '機関が記録を直しました', en: 'Corrected by the agency' },
  removed: { ja: '機関が記録を取り除きました', en: 'Taken away by the agency' },
  refused: { ja: '機関は記録を直しませんでした', en: 'Not changed by the agency' },
  withdrawn: { ja: '申し出が取り下げられました', en: 'Report taken back' },
  restored: { ja: '提供できるように戻しました', en: 'Can be shared again' },
};

/** What the ledger holds of one report, the first step first, each with its receipt. */
export function CorrectionSteps({
  language,
  steps,
}: {
  language: Language;
  steps: readonly CorrectionStepView[];
}): VNode | null {
  if (steps.length === 0) return null;
  const say = inLanguage(language);
  return (
    <>
      <h3>{say({ ja: '記録簿に残った手続き', en: 'Its steps in the ledger' })}</h3>
      <ol class="timeline">
        {steps.map(({ at, step, receiptPath }) => (
          <li key={receiptPath}>
            <p>
              <time dateTime={at.toISOString()}>{toReadableTime(at, language)}</time>
            </p>
            <p>{say(correctionStepLabels[step])}</p>
            <p class="reference">
              <a href={checkedUrl(receiptPath)}>
                {say({ ja: '受領証', en: 'Receipt' })}
                <span class="for-listeners">{`: ${say(correctionStepLabels[step])}, ${toReadableTime(at, language)}`}</span>
              </a>
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
