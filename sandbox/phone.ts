/**
 * `npm run phone`: the stand-in phone in a developer's hand. `take <persona>`, `finger holder|another|none`, and
 * `read <picture.png>`, which reads the QR code of a screenshot as a camera would, and prints what it says.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsQr from 'jsqr';
import { PNG } from 'pngjs';
import { defaultAddresses } from './addresses.ts';
import { dataFolder, foldersOf } from './folders.ts';
import { layFinger, takePhone } from './phone-at-hand.ts';

const folders = foldersOf(dataFolder);
const [command, what = ''] = process.argv.slice(2);

if (command === 'take' && existsSync(join(folders.phones, what, 'phone.json'))) {
  takePhone(folders, what);
  console.log(`The phone of ${what} is at hand: ${defaultAddresses.phone}`);
} else if (command === 'finger' && (what === 'holder' || what === 'another' || what === 'none')) {
  layFinger(folders, what);
  console.log(`On the sensor lies ${what === 'none' ? 'nothing' : `a finger of ${what}`}.`);
} else if (command === 'read' && existsSync(what)) {
  const { data, width, height } = PNG.sync.read(readFileSync(what));
  const decode = (jsQr as unknown as { default?: typeof jsQr.default }).default ?? jsQr;
  const found = (decode as typeof jsQr.default)(new Uint8ClampedArray(data), width, height);
  console.log(found?.data ?? 'There is no QR code in this picture.');
} else {
  console.error('phone: take <persona with a phone> | finger holder|another|none | read <screenshot.png>');
  process.exitCode = 1;
}
