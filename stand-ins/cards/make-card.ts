/** Makes one stand-in card: a folder of SoftHSM tokens with what the real card carries. Made once, then found again. */
import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Authority } from '../../certs/authority.ts';
import type { KeyKind } from '../../certs/engine.ts';
import {
  cardFiles,
  fullTries,
  loadCard,
  makeCardFolder,
  writeTries,
  type Card,
  type CardCertificateKey,
  type PinKind,
} from './card-folder.ts';
import { keyObjects, tokenLabels } from './card-objects.ts';
import { issueCardCertificates } from './issue-card-certificates.ts';
import { toMunicipality } from './municipality.ts';
import { runTokenMaker } from './run-token-maker.ts';

/** What a card needs to know of its holder; a persona is one. */
export interface CardHolder {
  persona: string;
  name: { ja: string };
  sex: string;
  /** ISO 8601. */
  birth_on: string;
  address: string;
  /** By kind; the municipality among them issued the card. */
  holders?: Readonly<Record<string, string>>;
  /** What the signature certificate writes where it cannot write what is real; flags are 1 where it differs. */
  on_certificate?: {
    name?: { text: string; substitutes: string };
    address?: { text: string; substitutes: string };
  };
  card: {
    pin: string;
    signature_password: string;
    state: 'valid' | 'revoked' | 'expired' | 'pin_locked';
    /** Of the signature certificate alone, which dies with a change of name or address; as `state` says when absent. */
    signature_state?: 'valid' | 'revoked';
    generation: 1 | 2;
    /** What the keys are: today's cards are RSA. */
    key?: KeyKind;
    serial: string;
    signature_serial: string;
  };
}

export interface MakeCardOptions {
  /** The card's own folder. */
  folder: string;
  persona: CardHolder;
  authorities: readonly Authority[];
  now: Date;
  /** SoftHSM's library. */
  softHsm: string;
}

export async function makeCard(options: MakeCardOptions): Promise<Card> {
  const { folder, persona, now } = options;
  const authorities = {
    authentication: findAuthority(options, 'authentication'),
    signature: findAuthority(options, 'signature'),
  };
  const kinds: PinKind[] = isOldEnoughToSign(persona.birth_on, now)
    ? ['authentication', 'signature']
    : ['authentication'];
  const card: Card = {
    persona: persona.persona,
    authentication: toCertificateKey(authorities.authentication, persona.card.serial),
    signature: kinds.includes('signature')
      ? toCertificateKey(authorities.signature, persona.card.signature_serial)
      : null,
  };
  const stamp = toStamp(card, persona);
  if (isMade(folder, stamp)) return card;

  // Half a card, or another one: nothing of it is worth keeping.
  rmSync(folder, { recursive: true, force: true });
  makeCardFolder(folder);
  const pins = { authentication: persona.card.pin, signature: persona.card.signature_password };
  let authenticationCertificate: Buffer | undefined;
  let signatureCertificate: Buffer | undefined;
  await runTokenMaker({
    softHsm: options.softHsm,
    configuration: cardFiles(folder).configuration,
    tokens: kinds.map((kind) => ({
      label: tokenLabels[kind],
      pin: pins[kind],
      key: { ...keyObjects[kind], kind: persona.card.key ?? 'RSA-2048' },
    })),
    async certify(publicKeys) {
      const objects = await issueCardCertificates({
        persona,
        authorities,
        now,
        publicKeys: publicKeys.map((spki) =>
          createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }),
        ),
      });
      const [authentication] = objects[0] ?? [];
      const [signature] = objects[1] ?? [];
      authenticationCertificate = authentication && Buffer.from(authentication.certificate, 'base64');
      signatureCertificate = signature && Buffer.from(signature.certificate, 'base64');
      return objects;
    },
  });
  for (const kind of kinds) {
    const isLocked = persona.card.state === 'pin_locked' && kind === 'authentication';
    writeTries(folder, kind, isLocked ? 0 : fullTries[kind]);
  }
  if (authenticationCertificate)
    writeFileSync(cardFiles(folder).authenticationCertificate, authenticationCertificate, { mode: 0o600 });
  // For set-up, which registers holders as if they had signed: on the card it is hidden behind the password.
  if (signatureCertificate)
    writeFileSync(cardFiles(folder).signatureCertificate, signatureCertificate, { mode: 0o600 });
  // Last: its presence says that the card is complete.
  const { card: file } = cardFiles(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...card, stamp }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return card;
}

function findAuthority(options: MakeCardOptions, purpose: PinKind): Authority {
  const { generation } = options.persona.card;
  const found = options.authorities.find(
    (authority) => authority.purpose === purpose && authority.generation === generation,
  );
  if (!found) throw new Error(`there is no ${purpose} authority of generation ${generation}`);
  return found;
}

function toCertificateKey(authority: Authority, serial: string): CardCertificateKey {
  return { issuer_key_hash: authority.keyHash, serial: serial.toLowerCase().replace(/^0+(?=.)/, '') };
}

/** By law the signature certificate is not issued to anyone under 15. */
function isOldEnoughToSign(birthOn: string, now: Date): boolean {
  const [year = 0, month = 1, day = 1] = birthOn.split('-').map(Number);
  return Date.UTC(year + 15, Math.max(month, 1) - 1, Math.max(day, 1)) <= now.getTime();
}

/** Everything the card was made of, and in this form: a changed fixture or a new JPKI makes a new card, and nothing else does. */
function toStamp(card: Card, persona: CardHolder): string {
  const { name, sex, birth_on, address } = persona;
  return createHash('sha256')
    .update(
      JSON.stringify([
        [card, persona.card, name.ja, sex, birth_on, address, toMunicipality(persona)],
        persona.on_certificate ?? null,
      ]),
    )
    .digest('base64url');
}

function isMade(folder: string, stamp: string): boolean {
  const { card, authenticationCertificate } = cardFiles(folder);
  if (!existsSync(card) || !existsSync(authenticationCertificate)) return false;
  return (loadCard(folder) as Card & { stamp?: string }).stamp === stamp;
}
