import { codeList } from '../code-list.ts';

export const medicines = codeList('medicines', {
  label: { ja: '医薬品', en: 'Medicines' },
  source: {
    ja: '本プロジェクトの合成コード。実在のコードではない（YJコード・HOTコードは許諾が要るため収めない）',
    en: 'Synthetic codes of this project; none exists elsewhere; YJ and HOT codes need a licence and are not included',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['M990001', 'ミホニン錠10mg（見本）', 'Mihonin tablets 10 mg (sample)'],
    ['M990002', 'レイジロール錠2.5mg（見本）', 'Reijirol tablets 2.5 mg (sample)'],
    ['M990003', 'ヒョウホンカプセル25mg（見本）', 'Hyohon capsules 25 mg (sample)'],
    ['M990004', 'サンプリン軟膏0.1%（見本）', 'Samplin ointment 0.1 % (sample)'],
    ['M990005', 'テンケイ点眼液0.5%（見本）', 'Tenkei eye drops 0.5 % (sample)'],
    ['M990006', 'モゾリン散10%（見本）', 'Mozorin powder 10 % (sample)'],
    ['M990007', 'カソウ注100単位（見本）', 'Kaso injection 100 units (sample)'],
    ['M990008', 'ミホニンOD錠5mg（見本）', 'Mihonin OD tablets 5 mg (sample)'],
    ['M990009', 'レイジパップ70mg（見本）', 'Reiji patches 70 mg (sample)'],
    ['M990010', 'ヒナガタシロップ2%（見本）', 'Hinagata syrup 2 % (sample)'],
  ],
});
