/** Who somebody is that cannot say it themselves: by insured number and birth date, or by the certificate on their card. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InsuredEntry } from './insured-numbers.ts';
import { certificateSchema } from './match-resident.ts';
import type { Resident, ResidentCertificate } from './residents.ts';

/** What Madoguchi sends to `POST /residents/insured`. */
export interface InsuredQuestion {
  trace_id: string;
  insured: Omit<InsuredEntry, 'id'> & { birth_on: string };
}

/** What Madoguchi sends to `POST /residents/certificate`. */
export interface CertificateQuestion {
  trace_id: string;
  certificate: ResidentCertificate;
}

export type PersonFound =
  | { outcome: 'none' }
  /** With `attribute_differs` so that whose number was tried can be told of it; nobody else is. */
  | { outcome: 'found' | 'attribute_differs'; resident: Resident };

const text = { type: 'string', maxLength: 40 };

export const isInsuredQuestion = new Ajv2020().compile<InsuredQuestion>({
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'insured'],
  properties: {
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    insured: {
      type: 'object',
      additionalProperties: false,
      required: ['insurer_number', 'symbol', 'number', 'branch_number', 'birth_on'],
      properties: { insurer_number: text, symbol: text, number: text, branch_number: text, birth_on: text },
    },
  },
});

export const isCertificateQuestion = new Ajv2020().compile<CertificateQuestion>({
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'certificate'],
  properties: {
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    certificate: certificateSchema,
  },
});

export function findInsured(
  residents: readonly Resident[],
  numbers: readonly InsuredEntry[],
  { insured }: InsuredQuestion,
): PersonFound {
  const named = numbers.filter(
    (entry) =>
      entry.insurer_number === insured.insurer_number &&
      entry.symbol === insured.symbol &&
      entry.number === insured.number &&
      entry.branch_number === insured.branch_number,
  );
  const resident = residents.find(({ id }) => id === named[0]?.id);
  // A number that two people have names neither.
  if (named.length !== 1 || !resident || resident.deceased_on !== null) return { outcome: 'none' };
  return { outcome: resident.birth_on === insured.birth_on ? 'found' : 'attribute_differs', resident };
}

export function findHolder(
  residents: readonly Resident[],
  { certificate }: CertificateQuestion,
): PersonFound {
  const holders = residents.filter(({ certificates }) =>
    certificates.some(
      (each) =>
        each.issuer_key_hash === certificate.issuer_key_hash &&
        each.serial === certificate.serial &&
        each.kind === certificate.kind,
    ),
  );
  const [resident] = holders;
  if (holders.length !== 1 || !resident || resident.deceased_on !== null) return { outcome: 'none' };
  return { outcome: 'found', resident };
}
