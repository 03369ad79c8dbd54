/** A command to the card as ISO 7816-4 has it, in its short form: the card knows no other. */
export interface CommandApdu {
  class: number;
  instruction: number;
  p1: number;
  p2: number;
  data: Buffer;
  /** How many bytes are wanted back, at most; none where nothing is. */
  wanted: number;
}

/** Undefined for what has no such form. */
export function toCommandApdu(bytes: Buffer): CommandApdu | undefined {
  const [cla, instruction, p1, p2, length] = bytes;
  if (cla === undefined || instruction === undefined || p1 === undefined || p2 === undefined)
    return undefined;
  const head = { class: cla, instruction, p1, p2 };
  if (length === undefined) return { ...head, data: Buffer.alloc(0), wanted: 0 };
  if (bytes.length === 5) return { ...head, data: Buffer.alloc(0), wanted: toWanted(length) };
  const end = 5 + length;
  if (length === 0 || bytes.length < end || bytes.length > end + 1) return undefined;
  const wanted = bytes[end];
  return { ...head, data: bytes.subarray(5, end), wanted: wanted === undefined ? 0 : toWanted(wanted) };
}

/** A zero asks for as much as one byte can count. */
function toWanted(byte: number): number {
  return byte === 0 ? 256 : byte;
}

/** How a command ended: two bytes behind every answer. */
export const statusWords = {
  done: 0x9000,
  wrongLength: 0x6700,
  pinNeeded: 0x6982,
  pinLocked: 0x6983,
  notNow: 0x6985,
  wrongData: 0x6a80,
  noSuchFile: 0x6a82,
  wrongParameters: 0x6a86,
  pastTheEnd: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const;

export function toAnswer(statusWord: number, data: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([data, Buffer.of(statusWord >> 8, statusWord & 0xff)]);
}
