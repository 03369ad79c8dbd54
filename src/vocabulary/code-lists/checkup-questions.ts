import { codeList } from '../code-list.ts';

export const checkupQuestions = codeList('checkup-questions', {
  label: { ja: '特定健診の質問票の項目', en: 'Questions of the checkup' },
  system: 'urn:oid:1.2.392.200119.4.504',
  source: {
    ja: '特定健診の電磁的な様式の質問票の項目コードの抜粋',
    en: 'Codes of the questionnaire in the electronic form of the specific health checkup; an excerpt',
  },
  version: 'JLAC10',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['9N701000000000011', '服薬（血圧）', 'Takes medicine for blood pressure'],
    ['9N706000000000011', '服薬（血糖）', 'Takes medicine for blood sugar'],
    ['9N711000000000011', '服薬（脂質）', 'Takes medicine for lipids'],
    ['9N716000000000011', '既往歴（脳血管）', 'History: cerebrovascular'],
    ['9N721000000000011', '既往歴（心血管）', 'History: cardiovascular'],
    ['9N726000000000011', '既往歴（腎不全・人工透析）', 'History: renal failure, dialysis'],
    ['9N731000000000011', '貧血', 'Anaemia'],
    ['9N736000000000011', '喫煙', 'Smoking'],
    ['9N741000000000011', '20歳からの体重変化', 'Weight gain since 20'],
    ['9N746000000000011', '30分以上の運動習慣', 'Exercises for 30 minutes'],
  ],
});
