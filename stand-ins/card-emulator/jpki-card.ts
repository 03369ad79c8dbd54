/**
 * The card's chip: what it answers to each command. It holds no connection and no clock; what it remembers beyond a
 * reset is the number of tries left. Which of its answers are sourced and which are guessed is told in the README.
 */
import { constants, privateEncrypt, timingSafeEqual, type KeyObject } from 'node:crypto';
import { fullTries, type PinKind } from '../cards/card-folder.ts';
import { statusWords, toAnswer, toCommandApdu, type CommandApdu } from './command-apdu.ts';

/** As OpenSC's driver finds them. */
export const applicationId = Buffer.from('d392f000260100000001', 'hex');
export const answerToReset = Buffer.from('3be000ff8131fe4514', 'hex');
const pinFiles: Readonly<Record<string, PinKind>> = { '0018': 'authentication', '001b': 'signature' };
const keyFiles: Readonly<Record<string, PinKind>> = { '0017': 'authentication', '001a': 'signature' };
export const certificateFiles = {
  authentication: '000a',
  authenticationAuthority: '000b',
  signature: '0001',
  signatureAuthority: '0002',
} as const;

export interface CardContent {
  /** DER, by the name of the file that holds it. */
  certificates: Readonly<Record<string, Buffer>>;
  keys: Readonly<Record<PinKind, KeyObject>>;
  pins: Readonly<Record<PinKind, string>>;
  tries: { read(kind: PinKind): number; write(kind: PinKind, left: number): void };
}

export class JpkiCard {
  readonly #content: CardContent;
  #isSelected = false;
  #file: string | null = null;
  readonly #verified = new Set<PinKind>();

  constructor(content: CardContent) {
    this.#content = content;
  }

  /** Without power the card forgets everything but its tries. */
  reset(): void {
    this.#isSelected = false;
    this.#file = null;
    this.#verified.clear();
  }

  answer(bytes: Buffer): Buffer {
    const command = toCommandApdu(bytes);
    if (!command) return toAnswer(statusWords.wrongLength);
    const { class: cla, instruction, p1, p2 } = command;
    const known = instructions[instruction];
    if (!known) return toAnswer(statusWords.unknownInstruction);
    if (cla !== known.class) return toAnswer(statusWords.unknownClass);
    if (instruction !== 0xa4 && !this.#isSelected) return toAnswer(statusWords.notNow);
    switch (known.name) {
      case 'SELECT':
        return toAnswer(this.#select(command));
      case 'READ BINARY':
        return this.#read(command);
      case 'VERIFY':
        return toAnswer(p1 === 0 && p2 === 0x80 ? this.#verify(command.data) : statusWords.wrongParameters);
      case 'SIGN':
        return p1 === 0 && p2 === 0x80 ? this.#sign(command.data) : toAnswer(statusWords.wrongParameters);
    }
  }

  #select({ p1, p2, data }: CommandApdu): number {
    if (p2 !== 0x0c) return statusWords.wrongParameters;
    if (p1 === 0x04) {
      if (!data.equals(applicationId)) return statusWords.noSuchFile;
      this.#isSelected = true;
      this.#file = null;
      return statusWords.done;
    }
    if (p1 !== 0x02) return statusWords.wrongParameters;
    const file = data.toString('hex');
    const isThere = [pinFiles, keyFiles, this.#content.certificates].some((files) =>
      Object.hasOwn(files, file),
    );
    if (!this.#isSelected || !isThere) return statusWords.noSuchFile;
    this.#file = file;
    return statusWords.done;
  }

  #read({ p1, p2, wanted }: CommandApdu): Buffer {
    const content = this.#file === null ? undefined : this.#content.certificates[this.#file];
    if (!content) return toAnswer(statusWords.notNow);
    // It names its holder: nobody reads it who does not know the password.
    if (this.#file === certificateFiles.signature && !this.#verified.has('signature'))
      return toAnswer(statusWords.pinNeeded);
    if (p1 & 0x80) return toAnswer(statusWords.wrongParameters);
    const offset = (p1 << 8) | p2;
    if (offset >= content.length) return toAnswer(statusWords.pastTheEnd);
    return toAnswer(statusWords.done, content.subarray(offset, offset + wanted));
  }

  /** Without a PIN it is a question: how many tries are left. */
  #verify(pin: Buffer): number {
    const kind = this.#file === null ? undefined : pinFiles[this.#file];
    if (!kind) return statusWords.notNow;
    const { tries, pins } = this.#content;
    const left = tries.read(kind);
    if (pin.length === 0) return toTriesLeft(left);
    if (left === 0) return statusWords.pinLocked;
    // Spent before it is tried: whoever cuts the power wins nothing.
    tries.write(kind, left - 1);
    this.#verified.delete(kind);
    if (pin.length !== pins[kind].length || !timingSafeEqual(pin, Buffer.from(pins[kind])))
      return toTriesLeft(left - 1);
    tries.write(kind, fullTries[kind]);
    this.#verified.add(kind);
    return statusWords.done;
  }

  /** PKCS#1 v1.5 over what it is given: the DigestInfo is made outside, the padding inside. */
  #sign(digestInfo: Buffer): Buffer {
    const kind = this.#file === null ? undefined : keyFiles[this.#file];
    if (!kind) return toAnswer(statusWords.notNow);
    if (!this.#verified.has(kind)) return toAnswer(statusWords.pinNeeded);
    if (digestInfo.length === 0 || digestInfo.length > 245) return toAnswer(statusWords.wrongData);
    return toAnswer(
      statusWords.done,
      privateEncrypt({ key: this.#content.keys[kind], padding: constants.RSA_PKCS1_PADDING }, digestInfo),
    );
  }
}

const instructions: Readonly<
  Record<number, { name: 'SELECT' | 'VERIFY' | 'READ BINARY' | 'SIGN'; class: number }>
> = {
  0xa4: { name: 'SELECT', class: 0x00 },
  0x20: { name: 'VERIFY', class: 0x00 },
  0xb0: { name: 'READ BINARY', class: 0x00 },
  0x2a: { name: 'SIGN', class: 0x80 },
};

function toTriesLeft(left: number): number {
  return 0x63c0 | left;
}
