import type { Context } from 'koa';
import type { CorrectionView } from '../../consent-ui/correction-facts.tsx';
import type { Correction } from '../stores/corrections.ts';
import { findPlace } from '../vocabulary/corrections.ts';
import { inChosenLanguage } from './shown-page.ts';

export const correctionsPath = '/my/corrections';

/** A report as my page tells it. A place that a later version of the category dropped is told by its category. */
export function toCorrectionView(ctx: Context, correction: Correction): CorrectionView {
  const { category, place } = correction;
  const found = findPlace(category, place) ?? findPlace(category, '');
  return {
    ...correction,
    place: found?.label ?? { ja: category, en: category },
    withdrawPath: inChosenLanguage(ctx, `${correctionsPath}/${correction.id}/withdraw`),
  };
}
