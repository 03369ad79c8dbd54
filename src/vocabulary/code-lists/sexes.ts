import { codeList } from '../code-list.ts';

export const sexes = codeList('sexes', {
  label: { ja: '住民票の性別', en: 'Sex in the residents’ register' },
  source: {
    ja: 'FHIR R4 AdministrativeGender と OpenID Connect Core 1.0 gender に共通の値',
    en: 'Values that FHIR R4 AdministrativeGender and OpenID Connect Core 1.0 gender share',
  },
  version: 'FHIR R4 4.0.1, OpenID Connect Core 1.0',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['male', '男', 'Male'],
    ['female', '女', 'Female'],
  ],
});
