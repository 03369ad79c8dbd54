import { codeList } from '../code-list.ts';

export const checkupItems = codeList('checkup-items', {
  label: { ja: '健診の検査項目', en: 'Items of the checkup' },
  system: 'urn:oid:1.2.392.200119.4.504',
  source: {
    ja: '臨床検査項目分類コード JLAC10（日本臨床検査医学会）。特定健診の電磁的な様式で使われるものの抜粋',
    en: 'JLAC10 (Japanese Society of Laboratory Medicine), as used in the electronic form of the specific health checkup; an excerpt',
  },
  version: 'JLAC10',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['9N001000000000001', '身長', 'Height'],
    ['9N006000000000001', '体重', 'Weight'],
    ['9N011000000000001', 'BMI', 'Body mass index'],
    ['9N016160100000001', '腹囲（実測）', 'Abdominal circumference (measured)'],
    ['9A751000000000001', '収縮期血圧', 'Systolic blood pressure'],
    ['9A761000000000001', '拡張期血圧', 'Diastolic blood pressure'],
    ['3F015000002327101', '中性脂肪', 'Triglycerides'],
    ['3F070000002327101', 'HDLコレステロール', 'HDL cholesterol'],
    ['3F077000002327101', 'LDLコレステロール', 'LDL cholesterol'],
    ['3B035000002327201', 'AST（GOT）', 'AST'],
    ['3B045000002327201', 'ALT（GPT）', 'ALT'],
    ['3B090000002327101', 'γ-GT（γ-GTP）', 'Gamma-GT'],
    ['3D010000001926101', '空腹時血糖', 'Fasting blood glucose'],
    ['3D046000001906202', 'HbA1c', 'HbA1c'],
    ['2A040000001930102', 'ヘマトクリット値', 'Haematocrit'],
  ],
});
