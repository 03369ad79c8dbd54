/**
 * Whose certificates these are. Both must be in the register under one person, and the attributes must be that
 * person's of now: a certificate alone could be one of before a move, attributes alone could be somebody else's.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Resident, ResidentCertificate } from './residents.ts';
import { isWrittenFor, type Written } from './written-text.ts';

/** What Madoguchi sends to `POST /residents/match`. */
export interface ResidentQuestion {
  trace_id: string;
  registers: 'signer' | 'represented';
  attributes: { name: Written; sex: string; birth_on: string; address: Written };
  signature_certificate: ResidentCertificate;
  login_certificate: ResidentCertificate;
}

export type ResidentMatch =
  | { outcome: 'none' | 'several' | 'deceased' | 'certificate_of_another' }
  | {
      outcome: 'found';
      resident: Resident;
      /** Of the signer for the resident; null where they register themselves. */
      representation: Resident['representatives'][number]['right'] | 'none' | 'self' | null;
    };

const written = {
  type: 'object',
  additionalProperties: false,
  required: ['text', 'substituted'],
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 400 },
    substituted: { type: 'array', maxItems: 200, items: { type: 'integer', minimum: 0, maximum: 199 } },
  },
};
export const certificateSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['issuer_key_hash', 'serial', 'kind'],
  properties: {
    issuer_key_hash: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' },
    serial: { type: 'string', pattern: '^[0-9a-f]{1,40}$' },
    kind: { enum: ['user_authentication', 'phone_authentication', 'digital_signature'] },
  },
};

export const isResidentQuestion = new Ajv2020().compile<ResidentQuestion>({
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'registers', 'attributes', 'signature_certificate', 'login_certificate'],
  properties: {
    trace_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    registers: { enum: ['signer', 'represented'] },
    attributes: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'sex', 'birth_on', 'address'],
      properties: {
        name: written,
        sex: { enum: ['male', 'female', 'not_applicable'] },
        birth_on: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        address: written,
      },
    },
    signature_certificate: certificateSchema,
    login_certificate: certificateSchema,
  },
});

export function matchResident(residents: readonly Resident[], question: ResidentQuestion): ResidentMatch {
  const holdersOf = (certificate: ResidentCertificate) =>
    residents.filter(({ certificates }) => certificates.some((each) => isSame(each, certificate)));
  const signers = holdersOf(question.signature_certificate);
  const holders = holdersOf(question.login_certificate);
  const [signer] = signers;
  const [holder] = holders;
  if (!signer || !holder) return { outcome: 'none' };
  if (signers.length > 1 || holders.length > 1) return { outcome: 'several' };
  if (signer.deceased_on !== null) return { outcome: 'deceased' };
  if (!isDescribedBy(signer, question.attributes)) return { outcome: 'none' };
  if (question.registers === 'signer')
    return holder === signer
      ? { outcome: 'found', resident: signer, representation: null }
      : { outcome: 'certificate_of_another' };
  if (holder.deceased_on !== null) return { outcome: 'deceased' };
  const right = holder.representatives.find(({ id }) => id === signer.id)?.right ?? 'none';
  return { outcome: 'found', resident: holder, representation: holder === signer ? 'self' : right };
}

function isSame(one: ResidentCertificate, other: ResidentCertificate): boolean {
  return (
    one.issuer_key_hash === other.issuer_key_hash && one.serial === other.serial && one.kind === other.kind
  );
}

function isDescribedBy(resident: Resident, attributes: ResidentQuestion['attributes']): boolean {
  return (
    isWrittenFor(attributes.name, resident.name) &&
    attributes.sex === resident.sex &&
    attributes.birth_on === resident.birth_on &&
    isWrittenFor(attributes.address, resident.address)
  );
}
