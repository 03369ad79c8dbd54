import { randomBytes, randomInt } from 'node:crypto';

/** Shown together, and read by two: the code by the phone's camera, the number by the person. */
export interface FreshPhoneCode {
  /** 128 bits, base64url. */
  code: string;
  /** `10` to `99`: two digits without a zero in front, which somebody would leave out. */
  number: string;
}

export const codeSeconds = 60;
/** From the scan to the phone's answer: reading the page, the number, the PIN. */
export const scanSeconds = 120;
/** From the phone's answer to the press of a button at the computer. */
export const continueSeconds = 300;

export function newPhoneCode(): FreshPhoneCode {
  return { code: randomBytes(16).toString('base64url'), number: String(randomInt(10, 100)) };
}

/** After `#`: a browser that a plain camera opened sends nothing of it to anybody, and no log holds it. */
export function toCodeText(origin: string, code: string): string {
  return `${origin}/card-login/scan#${code}`;
}
