import { codeList } from '../code-list.ts';

export const careApplicationKinds = codeList('care-application-kinds', {
  label: { ja: '要介護認定の申請の区分', en: 'Kinds of application for care certification' },
  source: { ja: '介護保険法', en: 'Long-Term Care Insurance Act' },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['new', '新規', 'New'],
    ['renewal', '更新', 'Renewal'],
    ['change', '区分変更', 'Change of level'],
  ],
});
