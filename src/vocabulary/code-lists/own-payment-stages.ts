import { codeList } from '../code-list.ts';

export const ownPaymentStages = codeList('own-payment-stages', {
  label: { ja: '利用者負担段階', en: 'Stages of own payment for room and board' },
  source: { ja: '介護保険法の負担限度額認定', en: 'Limits of room and board, Long-Term Care Insurance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['1', '第1段階', 'Stage 1'],
    ['2', '第2段階', 'Stage 2'],
    ['3-1', '第3段階①', 'Stage 3-1'],
    ['3-2', '第3段階②', 'Stage 3-2'],
  ],
});
