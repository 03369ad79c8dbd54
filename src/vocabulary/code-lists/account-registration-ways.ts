import { codeList } from '../code-list.ts';

export const accountRegistrationWays = codeList('account-registration-ways', {
  label: { ja: '公金受取口座の登録の方法', en: 'Ways of registering the account' },
  source: {
    ja: '公的給付の支給等の迅速かつ確実な実施のための預貯金口座の登録等に関する法律',
    en: 'Act on the Registration of Accounts for Public Benefits',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'this_project',
  codes: [
    ['portal', 'マイナポータル', 'The portal'],
    ['tax_return', '所得税の確定申告', 'An income tax return'],
    ['bank', '金融機関の窓口', 'A bank'],
    ['pension', '年金受給者への書留郵便', 'The pension service’s registered letter'],
  ],
});
