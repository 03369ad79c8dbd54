import { codeList } from '../code-list.ts';

export const genders = codeList('genders', {
  label: { ja: '性別', en: 'Sex' },
  source: {
    ja: '署名用電子証明書の性別（1 男、2 女、9 不明・適用不能）を OpenID Connect Core 1.0 gender の値で表したもの',
    en: 'Sex of the signature certificate (1, 2, 9) in values of OpenID Connect Core 1.0 gender',
  },
  version: '2026-11',
  extent: 'complete',
  codesFrom: 'this_project',
  codes: [
    ['female', '女性', 'Female'],
    ['male', '男性', 'Male'],
    ['not_applicable', 'いずれでもない', 'Not applicable'],
  ],
});
