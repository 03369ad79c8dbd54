/** What every store promises about the codes that phones read: one counts, for one phone, once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoginId } from '../../vocabulary/identifiers.ts';
import { newIdentifier } from '../../vocabulary/identifiers.ts';
import type { PhoneCodes } from '../phone-codes.ts';
import { purgeExpired } from '../purge.ts';
import { later, noon } from './drafts.ts';
import type { Stage } from './records.ts';

const asker = { ja: '見本会社', en: 'Sample Company' };
const shownAt = {
  place: { ja: '見本市役所', en: 'Mihon City Hall' },
  browser: 'Firefox',
  system: 'Linux',
  networkHash: 'n',
};

export function testPhoneCodes(on: string, stage: () => Stage): void {
  const phoneCodes = (): PhoneCodes => stage().stores.phoneCodes;
  const offer = async (expiresAt = later(600)): Promise<LoginId> => {
    const login = newIdentifier<LoginId>();
    await phoneCodes().offer({ login, asker, expiresAt });
    return login;
  };
  const show = async (login: LoginId, number = '42'): Promise<string> => {
    const codeHash = newIdentifier<string>();
    const code = { codeHash, number, shownAt, expiresAt: later(60) };
    assert.equal(await phoneCodes().show(login, code), true);
    return codeHash;
  };
  const draftScan = () => ({ scanHash: newIdentifier<string>(), nonce: 'nonce', expiresAt: later(180) });
  const onAllHandles = <Result>(act: (phoneCodes: PhoneCodes) => Promise<Result>): Promise<Result[]> => {
    const { handles } = stage();
    const many = Array.from({ length: 4 }, () => handles).flat();
    return Promise.all(many.map((handle) => act(handle.phoneCodes)));
  };

  test(`${on}: a phone's whole way, step by step`, async () => {
    const login = await offer();
    const fresh = await phoneCodes().find(login);
    assert.deepEqual(fresh, {
      login,
      asker,
      codeHash: null,
      number: null,
      shownAt: null,
      codeExpiresAt: null,
      isPhoneAtWork: false,
      scanExpiresAt: null,
    });
    const codeHash = await show(login);
    const shown = { ...fresh, codeHash, number: '42', shownAt, codeExpiresAt: later(60) };
    assert.deepEqual(await phoneCodes().findByCode(codeHash), shown);
    const scan = draftScan();
    const scanned = { ...shown, isPhoneAtWork: true, scanExpiresAt: later(180) };
    assert.deepEqual(await phoneCodes().scan(codeHash, scan, later(59)), scanned);
    assert.deepEqual(await phoneCodes().takeScan(scan.scanHash, later(100)), {
      login,
      number: '42',
      nonce: 'nonce',
    });
    assert.deepEqual(await phoneCodes().find(login), { ...scanned, isPhoneAtWork: false });
  });

  test(`${on}: a login that was offered twice keeps its first asker, and one that was not gets no code`, async () => {
    const login = await offer();
    await phoneCodes().offer({ login, asker: null, expiresAt: later(9) });
    assert.deepEqual((await phoneCodes().find(login))?.asker, asker);
    const code = { codeHash: newIdentifier<string>(), number: '10', shownAt, expiresAt: later(60) };
    assert.equal(await phoneCodes().show(newIdentifier<LoginId>(), code), false);
    const nobody = newIdentifier<LoginId>();
    await phoneCodes().offer({ login: nobody, asker: null, expiresAt: later(9) });
    assert.equal((await phoneCodes().find(nobody))?.asker, null);
  });

  test(`${on}: of many phones that read one code at once, one has it`, async () => {
    const codeHash = await show(await offer());
    const scans = await onAllHandles((each) => each.scan(codeHash, draftScan(), later(1)));
    assert.equal(scans.filter((scan) => scan !== undefined).length, 1);
    assert.equal(await phoneCodes().scan(codeHash, draftScan(), later(2)), undefined);
  });

  test(`${on}: a scan serves one answer of many that arrive at once`, async () => {
    const codeHash = await show(await offer());
    const scan = draftScan();
    await phoneCodes().scan(codeHash, scan, later(1));
    const taken = await onAllHandles((each) => each.takeScan(scan.scanHash, later(2)));
    assert.equal(taken.filter((each) => each !== undefined).length, 1);
    assert.equal(await phoneCodes().scan(codeHash, draftScan(), later(3)), undefined, 'nor is it read again');
  });

  test(`${on}: a code or scan that ran out, or was never given, is of no use`, async () => {
    const codeHash = await show(await offer());
    const scan = draftScan();
    assert.equal(await phoneCodes().scan(codeHash, scan, later(60)), undefined);
    assert.equal(await phoneCodes().scan('another', scan, later(1)), undefined);
    assert.equal(await phoneCodes().takeScan(scan.scanHash, later(1)), undefined);
    assert.ok(await phoneCodes().scan(codeHash, scan, later(59)));
    assert.equal(await phoneCodes().takeScan(scan.scanHash, later(180)), undefined);
    assert.ok(await phoneCodes().takeScan(scan.scanHash, later(179)));
  });

  test(`${on}: a new code ends the one before it, and what a phone had begun with that`, async () => {
    const login = await offer();
    const old = await show(login, '11');
    const scan = draftScan();
    await phoneCodes().scan(old, scan, later(1));
    const fresh = await show(login, '22');
    assert.equal(await phoneCodes().findByCode(old), undefined);
    assert.equal(await phoneCodes().takeScan(scan.scanHash, later(2)), undefined);
    assert.equal((await phoneCodes().scan(fresh, draftScan(), later(2)))?.number, '22');
  });

  test(`${on}: the codes go with their logins`, async () => {
    const [over, live] = [await offer(later(-61)), await offer(later(-59))];
    await purgeExpired(stage().stores.database, noon);
    assert.equal(await phoneCodes().find(over), undefined);
    assert.ok(await phoneCodes().find(live));
  });
}
