import { codeList } from '../code-list.ts';

export const paymentStates = codeList('payment-states', {
  label: { ja: '支給の状態', en: 'States of payment' },
  source: { ja: '児童扶養手当法の全部支給・一部支給・支給停止', en: 'Child Rearing Allowance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['full', '全部支給', 'Paid in full'],
    ['partial', '一部支給', 'Paid in part'],
    ['suspended', '全部支給停止', 'Suspended'],
  ],
});
