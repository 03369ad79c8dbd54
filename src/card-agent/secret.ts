/**
 * A PIN or a password is bytes in memory that threads share, so that there is one copy to wipe.
 * Never a string outside the one call that hands it to the card.
 */
interface Form {
  least: number;
  most: number;
  isByte(byte: number): boolean;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const isSmall = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;

const forms = {
  /** For user authentication: exactly four digits. */
  pin: { least: 4, most: 4, isByte: isDigit },
  /** For digital signature: 6 to 16 capitals and digits. */
  password: { least: 6, most: 16, isByte: (byte) => isDigit(byte) || isCapital(byte) },
} as const satisfies Readonly<Record<string, Form>>;

export type SecretForm = keyof typeof forms;

/** Whether a card can have been given this: anything else must not cost a try. */
export function isSecret(form: SecretForm, bytes: Uint8Array): boolean {
  return hasForm(forms[form], bytes);
}

/** Copies what was posted out of its request, whatever it is. */
export function keepSecret(posted: Uint8Array): Uint8Array {
  const secret = new Uint8Array(new SharedArrayBuffer(posted.length));
  secret.set(posted);
  return secret;
}

export type SecretSlip =
  'password_for_pin' | 'pin_for_password' | 'small_letters' | 'not_a_pin' | 'not_a_password';

/** What stands in the way of giving this to the card. Nothing is mended: a changed secret is another secret. */
export function findSlip(form: SecretForm, bytes: Uint8Array): SecretSlip | undefined {
  if (isSecret(form, bytes)) return undefined;
  const isPasswordInAnyCase = hasForm({ ...forms.password, isByte: isLetterOrDigit }, bytes);
  if (form === 'pin') return isPasswordInAnyCase ? 'password_for_pin' : 'not_a_pin';
  if (isSecret('pin', bytes)) return 'pin_for_password';
  return isPasswordInAnyCase ? 'small_letters' : 'not_a_password';
}

export function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
}

function hasForm({ least, most, isByte }: Form, bytes: Uint8Array): boolean {
  return bytes.length >= least && bytes.length <= most && bytes.every(isByte);
}

function isLetterOrDigit(byte: number): boolean {
  return isDigit(byte) || isCapital(byte) || isSmall(byte);
}
