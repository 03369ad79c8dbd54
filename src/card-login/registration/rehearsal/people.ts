/** The people of the tests about registration: a register of residents as the stand-in has it, and cards for them. */
import type { CardAttributes } from '../../../../certs/signature-attributes.ts';
import { matchResident } from '../../../../stand-ins/provision-network/match-resident.ts';
import type { Resident } from '../../../../stand-ins/provision-network/residents.ts';
import type { AgencyId, LinkCode } from '../../../vocabulary/identifiers.ts';
import type { ResidentAnswer, ResidentQuestion } from '../../../vocabulary/residents.ts';
import { makePhone } from '../../phone/rehearsal/phone.ts';
import {
  type Card,
  first,
  makeCard,
  phoneAuthority,
  residentRegister,
  signing,
} from '../../rehearsal/stage.ts';

export const people = new Map<string, Resident>();

let serials = 0x5000;
export const nextSerial = (): string => (serials += 1).toString(16);

let registers = 0;

/** A link code says whose it is here, and no two tests mean the same person by a name. */
export const linkCodeOf = (id: string): LinkCode => `${id}-${registers}`.padEnd(22, '-') as LinkCode;

export function enter(id: string, changes: Partial<Resident> = {}): Resident {
  const resident: Resident = {
    id,
    name: '見本 花子',
    sex: 'female',
    birth_on: '1985-04-01',
    address: '見本県見本市1番地',
    holders: { municipality: 'municipality-990019' },
    certificates: [],
    deceased_on: null,
    representatives: [],
    ...people.get(id),
    ...changes,
  };
  people.set(id, resident);
  return resident;
}

/** A card as the municipality gives it out today: certificates of now, entered in the register. */
export async function issueCard(
  id: string,
  {
    authority = first,
    attributes = toAttributes(id),
  }: { authority?: typeof first; attributes?: CardAttributes | null } = {},
): Promise<{ login: Card; signature: Card; serials: [login: string, signature: string] }> {
  const serials: [string, string] = [nextSerial(), nextSerial()];
  const login = await makeCard(authority, { serial: serials[0] });
  const signature = await makeCard(signing, { serial: serials[1], ...(attributes && { attributes }) });
  const resident = enter(id);
  enter(id, {
    certificates: [
      ...resident.certificates,
      { kind: 'user_authentication', issuer_key_hash: authority.keyHash, serial: serials[0] },
      { kind: 'digital_signature', issuer_key_hash: signing.keyHash, serial: serials[1] },
    ],
  });
  return { login, signature, serials };
}

export function toAttributes(id: string): CardAttributes {
  const { name, sex, birth_on: birthOn, address } = enter(id);
  return { name, sex, birthOn, address };
}

/** From now on the register answers by what is entered. */
export function openRegister(): void {
  registers += 1;
  people.clear();
  residentRegister.questions.length = 0;
  residentRegister.answer = (question) => toAnswer(question);
}

function toAnswer(question: ResidentQuestion): ResidentAnswer {
  const toCertificate = ({ issuerKeyHash, ...rest }: ResidentQuestion['login']) => ({
    issuer_key_hash: issuerKeyHash,
    ...rest,
  });
  const { birthOn, ...attributes } = question.signer.attributes;
  const match = matchResident([...people.values()], {
    trace_id: question.traceId,
    registers: question.registers,
    attributes: { ...attributes, birth_on: birthOn },
    signature_certificate: toCertificate(question.signer.certificate),
    login_certificate: toCertificate(question.login),
  });
  if (match.outcome !== 'found') return { outcome: match.outcome };
  const { representation, resident } = match;
  if (representation === 'none' || representation === 'self' || representation === 'appointed_agent')
    return { outcome: 'not_represented', representation };
  return {
    outcome: 'found',
    linkCode: linkCodeOf(resident.id),
    holders: resident.holders as Record<string, AgencyId>,
  };
}

/** A phone of this person, as the register knows it. */
export async function enterPhone(id: string): Promise<Card> {
  const serial = nextSerial();
  const { certificates } = enter(id);
  enter(id, {
    certificates: [
      ...certificates,
      { kind: 'phone_authentication', issuer_key_hash: phoneAuthority.keyHash, serial },
    ],
  });
  return makePhone(serial, null);
}

/** One more signature certificate for a person who has a card: their attributes changed, or it ran out. */
export async function renewSignature(id: string, attributes = toAttributes(id)): Promise<Card> {
  const serial = nextSerial();
  const card = await makeCard(signing, { serial, attributes });
  const { certificates } = enter(id);
  enter(id, {
    certificates: [...certificates, { kind: 'digital_signature', issuer_key_hash: signing.keyHash, serial }],
  });
  return card;
}
