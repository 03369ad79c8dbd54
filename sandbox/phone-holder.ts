/** A person with a phone in their hand: scans what a screen shows, compares, types, confirms. */
import type { Browser, Page } from './browser.ts';

/** Points the phone's camera at a QR code that says this; answers what the phone shows. */
export async function scanText(phone: Browser, phoneOrigin: string, text: string): Promise<Page> {
  return phone.submit(await phone.open(phoneOrigin), { text });
}

/** Types the number, and the PIN or lays a finger on the sensor. */
export function confirmLogin(
  phone: Browser,
  shown: Page,
  number: string,
  pin: string | 'biometrics',
): Promise<Page> {
  return pin === 'biometrics'
    ? phone.submit(shown, { number, pin: '' }, 'factor=biometrics')
    : phone.submit(shown, { number, pin }, 'factor=pin');
}
