/** Makes one stand-in phone: a folder with the token that its secure hardware would hold. Made once, then found again. */
import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from '../../certs/authority.ts';
import { issueCardCertificate } from '../../certs/card-certificate.ts';
import {
  cardFiles,
  type CardCertificateKey,
  fullTriesOfPhone,
  makeCardFolder,
  writeTries,
} from '../cards/card-folder.ts';
import { toObject, toValidity } from '../cards/issue-card-certificates.ts';
import type { CardHolder } from '../cards/make-card.ts';
import { toMunicipality } from '../cards/municipality.ts';
import { runTokenMaker } from '../cards/run-token-maker.ts';

export interface PhoneHolder extends CardHolder {
  phone: { pin: string; serial: string };
}

/** phone.json: whose phone it is, and under which certificate the server knows its holder. */
export interface Phone {
  persona: string;
  phone: CardCertificateKey;
}

export interface MakePhoneOptions {
  /** The phone's own folder. */
  folder: string;
  persona: PhoneHolder;
  authority: Authority;
  now: Date;
  /** SoftHSM's library. */
  softHsm: string;
}

/** What stands on it is a guess in names and numbers: how phones present their certificate is not public. */
const token = {
  label: 'JPKI (Phone User Authentication)',
  key: { id: 1, label: 'Phone User Authentication Key' },
  certificate: { id: 1, label: 'Phone User Authentication Certificate', isPrivate: true, isAuthority: false },
} as const;

/** P-256: a key that the secure hardware of every phone can make. */
const keyKind = 'P-256';

const phoneFile = (folder: string): string => join(folder, 'phone.json');

export function loadPhone(folder: string): Phone {
  return JSON.parse(readFileSync(phoneFile(folder), 'utf8')) as Phone;
}

export async function makePhone({
  folder,
  persona,
  authority,
  now,
  softHsm,
}: MakePhoneOptions): Promise<Phone> {
  const { pin, serial } = persona.phone;
  const phone: Phone = {
    persona: persona.persona,
    phone: { issuer_key_hash: authority.keyHash, serial },
  };
  const stamp = createHash('sha256')
    .update(JSON.stringify([phone, persona.phone, persona.birth_on, toMunicipality(persona)]))
    .digest('base64url');
  if (existsSync(phoneFile(folder)) && (loadPhone(folder) as Phone & { stamp?: string }).stamp === stamp)
    return phone;

  rmSync(folder, { recursive: true, force: true });
  makeCardFolder(folder);
  await runTokenMaker({
    softHsm,
    configuration: cardFiles(folder).configuration,
    tokens: [{ label: token.label, pin, key: { ...token.key, kind: keyKind } }],
    certify: async ([spki = '']) => {
      const publicKey = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
      const certificate = await issueCardCertificate(authority, {
        publicKey,
        serial,
        municipality: toMunicipality(persona),
        ...toValidity(persona, now),
      });
      return [[toObject(token.certificate, certificate)]];
    },
  });
  for (const kind of ['phone', 'fingers'] as const) writeTries(folder, kind, fullTriesOfPhone[kind]);
  // What a real phone's hardware knows of its holder and tells nobody.
  writeFileSync(join(folder, 'kept-pin'), `${pin}\n`, { mode: 0o600 });
  // Last: its presence says that the phone is complete.
  const file = phoneFile(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...phone, stamp }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return phone;
}
