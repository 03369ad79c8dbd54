import { codeList } from '../code-list.ts';

export const medicalActs = codeList('medical-acts', {
  label: { ja: '診療行為', en: 'Medical acts' },
  source: {
    ja: '本プロジェクトの合成コード。実在のコードではない（診療報酬のコードの代わり）',
    en: 'Synthetic codes of this project; none exists elsewhere; they stand in for the fee schedule’s codes',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['T990001', '再診', 'Follow-up visit'],
    ['T990002', 'リハビリテーション', 'Rehabilitation'],
    ['T990003', '初診', 'First visit'],
    ['T990004', '血液検査', 'Blood test'],
    ['T990005', 'X線撮影', 'X-ray'],
    ['T990006', '処方箋の交付', 'Prescription'],
    ['T990007', '歯科治療', 'Dental treatment'],
    ['T990008', '人工透析', 'Dialysis'],
    ['T990009', '精神科の通院療法', 'Psychiatric outpatient therapy'],
    ['T990010', '手術', 'Surgery'],
    ['T990011', '在宅医療', 'Home medical care'],
    ['T990012', '予防的歯科処置', 'Preventive dental care'],
  ],
});
