import { openStatement, SignatureFault, toBytes, type TrustedKey } from './signed.ts';

export const headType = 'madoguchi-tree-head+jwt';
export const cosignatureType = 'madoguchi-cosignature+jwt';

/** A head whose signature was verified: only `openHead` makes one. */
export interface Head {
  ledger: string;
  size: number;
  root: Buffer;
  /** Seconds since the epoch. */
  signedAt: number;
  /** As it was signed: what can be shown to others. */
  statement: string;
}

/** @throws SignatureFault */
export function openHead(statement: unknown, keys: readonly TrustedKey[]): Head {
  const { iss, size, root, iat } = openStatement(statement, headType, keys);
  const bytes = toBytes(root, 32);
  if (typeof iss !== 'string' || !isSize(size) || !bytes || !Number.isSafeInteger(iat))
    throw new SignatureFault('it says something that cannot be understood');
  return { ledger: iss, size, root: bytes, signedAt: iat as number, statement: statement as string };
}

export interface Cosignature {
  witness: string;
  cosignedAt: number;
}

/** That a witness, known by `keys`, saw this very head. @throws SignatureFault */
export function openCosignature(statement: unknown, keys: readonly TrustedKey[], head: Head): Cosignature {
  const { iss, ledger, size, root, iat } = openStatement(statement, cosignatureType, keys);
  if (typeof iss !== 'string' || !Number.isSafeInteger(iat))
    throw new SignatureFault('it says something that cannot be understood');
  if (ledger !== head.ledger || size !== head.size || root !== head.root.toString('base64url'))
    throw new SignatureFault('it is for another head');
  return { witness: iss, cosignedAt: iat as number };
}

export const isSize = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;
