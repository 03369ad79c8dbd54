/** An emulated card on disk: its keys, its certificates and the tries left, in a folder of its own. */
import { createPrivateKey, generateKeyPair } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Authority } from '../../certs/authority.ts';
import { fullTries, readTries, writeTries, type PinKind } from '../cards/card-folder.ts';
import { issueCardCertificates } from '../cards/issue-card-certificates.ts';
import type { CardHolder } from '../cards/make-card.ts';
import { certificateFiles, JpkiCard } from './jpki-card.ts';

const pinKinds = ['authentication', 'signature'] as const;

/** Its keys lie in plain files, for the emulator alone: a stand-in keeps honest programs out, not its owner. */
interface CardFile {
  /** PKCS#8, PEM. */
  keys: Record<PinKind, string>;
  pins: Record<PinKind, string>;
  /** DER, base64, by the name of the file on the card. */
  certificates: Record<string, string>;
}

/** Makes a persona's card with keys of its own. RSA alone: OpenSC's driver knows no other card. */
export async function makeEmulatedCard(order: {
  folder: string;
  persona: CardHolder;
  authorities: Readonly<Record<PinKind, Authority>>;
  now: Date;
}): Promise<{ authentication: Buffer; signature: Buffer }> {
  const { folder, persona } = order;
  const pairs = await Promise.all(
    pinKinds.map(() => promisify(generateKeyPair)('rsa', { modulusLength: 2048 })),
  );
  const issued = await issueCardCertificates({
    ...order,
    publicKeys: pairs.map(({ publicKey }) => publicKey),
  });
  const [authentication = '', authenticationAuthority = '', signatureAuthority = '', signature = ''] = issued
    .flat()
    .map(({ certificate }) => certificate);
  const byPlace = { authentication, authenticationAuthority, signatureAuthority, signature };
  const [authenticationKey = '', signatureKey = ''] = pairs.map(({ privateKey }) =>
    privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  );
  const file: CardFile = {
    keys: { authentication: authenticationKey, signature: signatureKey },
    pins: { authentication: persona.card.pin, signature: persona.card.signature_password },
    certificates: Object.fromEntries(
      Object.entries(byPlace).map(([place, der]) => [
        certificateFiles[place as keyof typeof certificateFiles],
        der,
      ]),
    ),
  };
  mkdirSync(join(folder, 'tries'), { recursive: true, mode: 0o700 });
  for (const kind of pinKinds) writeTries(folder, kind, fullTries[kind]);
  writeFileSync(join(folder, 'emulated.json'), JSON.stringify(file), { mode: 0o600 });
  return {
    authentication: Buffer.from(authentication, 'base64'),
    signature: Buffer.from(signature, 'base64'),
  };
}

export function loadEmulatedCard(folder: string): JpkiCard {
  const file = JSON.parse(readFileSync(join(folder, 'emulated.json'), 'utf8')) as CardFile;
  return new JpkiCard({
    certificates: Object.fromEntries(
      Object.entries(file.certificates).map(([name, der]) => [name, Buffer.from(der, 'base64')]),
    ),
    keys: {
      authentication: createPrivateKey(file.keys.authentication),
      signature: createPrivateKey(file.keys.signature),
    },
    pins: file.pins,
    tries: {
      read: (kind) => readTries(folder, kind),
      write: (kind, left) => writeTries(folder, kind, left),
    },
  });
}
