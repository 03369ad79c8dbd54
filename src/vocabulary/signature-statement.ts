/**
 * The few documents that a card's signature certificate signs here. Site and agent write them both from this table, so
 * that nobody can have another text signed: a site names only the purpose and a nonce, and its user reads the rest.
 */
import type { Words } from './words.ts';

export const statementPurposes = ['registration', 'representative_registration', 'step_up'] as const;
export type StatementPurpose = (typeof statementPurposes)[number];

/** What the person declares by signing. */
export const statementWords: Readonly<Record<StatementPurpose, Words>> = {
  registration: {
    ja: '私は、このサイトの利用者として登録します。署名用電子証明書に記録された氏名、住所、生年月日、性別を、登録のために伝えます。',
    en: 'I register as a user of this site. For this I hand over my name, address, date of birth and sex as recorded in my certificate for digital signature.',
  },
  representative_registration: {
    ja: '私は、法定代理人として、ログイン中のカードの持ち主をこのサイトの利用者として登録します。署名用電子証明書に記録された私の氏名、住所、生年月日、性別を、確認のために伝えます。',
    en: 'As legal representative I register the holder of the card that has just logged in as a user of this site. For this I hand over my own name, address, date of birth and sex as recorded in my certificate for digital signature.',
  },
  step_up: {
    ja: '私は、より確かな本人確認を必要とする手続きに進むため、本人であることを署名用電子証明書でも証明します。この署名だけでは、情報は提供されません。',
    en: 'To go on with a request that needs a surer proof of who I am I give it by my certificate for digital signature as well. This signature alone shares nothing.',
  },
};

export interface SignatureStatement {
  purpose: StatementPurpose;
  /** The site's origin, as it stands in the address bar. */
  site: string;
  /** Base64, 44 to 128 characters: what makes this statement serve once. */
  nonce: string;
}

export function isStatementPurpose(text: unknown): text is StatementPurpose {
  return statementPurposes.some((purpose) => purpose === text);
}

/**
 * The document as it is shown and signed: UTF-8, a line feed after every line. Begins as nothing else does that a card
 * signs here: login tokens are over two hashes of 32 to 64 bytes, so neither can stand in for the other.
 * @throws RangeError for a site or nonce that could add a line of its own
 */
export function toSignatureStatement({ purpose, site, nonce }: SignatureStatement): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(site)) throw new RangeError('site is no origin');
  if (!/^[0-9A-Za-z+/]{42,126}={0,2}$/.test(nonce)) throw new RangeError('nonce is not base64');
  const { ja, en } = statementWords[purpose];
  return [
    'madoguchi-statement:1',
    `purpose: ${purpose}`,
    `site: ${site}`,
    `nonce: ${nonce}`,
    ja,
    en,
    '',
  ].join('\n');
}
