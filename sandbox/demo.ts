/**
 * `npm run demo`: the founding story, headless, against real servers on loopback, on a copy of the sandbox of its own.
 * The rail company is the example as it stands; the citizen is a browser without scripts and a card behind PKCS#11.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HTMLElement } from 'node-html-parser';
import { findFreeAddresses } from './addresses.ts';
import { Browser, type Page } from './browser.ts';
import { copySandbox } from './copy-sandbox.ts';
import { decide, goBack, headingOf, logIn, openCardAgent, typePin } from './citizen.ts';
import { repository } from './folders.ts';
import { lookOn } from './onlooker.ts';
import { loadPersonas } from '../stand-ins/personas.ts';
import { startWorld, type World } from './world.ts';

const began = process.hrtime.bigint();
const seconds = (): string =>
  (Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000).toFixed(2).padStart(6);
const step = (number: number, title: string): void => console.log(`\n${seconds()} s  ${number}. ${title}`);
const see = (who: string, what: string): void => console.log(`            ${who.padEnd(12)} ${what}`);

const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-demo-'));
let world: World | undefined;
try {
  console.log('Madoguchi: a card signs, a citizen consents, a rail company gets its answer.');
  console.log(
    'Everything below is real: servers on loopback, a SoftHSM card behind PKCS#11, a database, a ledger.',
  );
  const telling = lookOn((line) => see('company', line));
  const addresses = await findFreeAddresses();
  await copySandbox(scratch, addresses);
  world = await startWorld({ folder: scratch, addresses, card: 'class-1', railCompanyFetch: telling });
  await play(world);
} catch (error) {
  console.error(`\ndemo: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await world?.stop();
  rmSync(scratch, { recursive: true, force: true });
}

async function play({ addresses, folders }: World): Promise<void> {
  const persona = loadPersonas().find((each) => each.persona === 'class-1');
  if (!persona) throw new Error('the persona class-1 is missing from fixtures/citizens');
  const citizen = new Browser();

  step(1, 'The rail company is asked for a discount ticket and pushes its request');
  const shop = await citizen.open(addresses.railCompany);
  const loginPage = await citizen.submit(shop, { companion: 'yes' }, undefined, 'form#capital');
  see('citizen', `is led to ${loginPage.url.host}: “${headingOf(loginPage)}”`);

  step(2, 'The card signs, on the citizen’s own machine');
  const pinPage = await openCardAgent(citizen, loginPage, addresses.cardAgent);
  see(
    'card agent',
    `“${headingOf(pinPage)}” for ${pinPage.html.querySelector('dd code')?.text ?? 'no site'}`,
  );
  const signed = await typePin(citizen, pinPage, persona.card.pin);
  see('card agent', `“${headingOf(signed)}”: origin and challenge signed, token delivered`);

  step(3, 'The certificate is checked, and the citizen sees exactly what would be shared');
  const consentPage = await goBack(citizen, signed);
  see('citizen', `“${headingOf(consentPage)}”`);
  for (const line of linesOf(consentPage)) see('citizen', line);

  step(4, 'The citizen agrees; the code is redeemed for a sender-bound token; the API answers');
  const quotePage = await decide(citizen, consentPage, 'approve');
  see('citizen', `“${headingOf(quotePage)}”`);

  step(5, 'The receipt is verified, offline, with the ledger’s key');
  const receiptUrl = quotePage.html.querySelector('a[href*="/v1/receipts/"]')?.getAttribute('href');
  if (!receiptUrl) throw new Error(`the company shows no receipt: ${headingOf(quotePage)}`);
  const receipt = await completeReceipt(receiptUrl);
  const file = join(scratch, 'receipt.json');
  writeFileSync(file, receipt);
  const verdict = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'src/disclosures/verify-receipt.ts', file, '--key', folders.ledgerKey],
    { cwd: repository, encoding: 'utf8' },
  );
  for (const line of verdict.trim().split('\n')) see('citizen', line);

  step(6, 'An altered receipt is seen');
  const altered = join(scratch, 'altered.json');
  writeFileSync(
    altered,
    receipt
      .replace('"outcome":"released"', '"outcome":"no_record"')
      .replace('"outcome": "released"', '"outcome": "no_record"'),
  );
  const refused = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/disclosures/verify-receipt.ts', altered, '--key', folders.ledgerKey],
    { cwd: repository, encoding: 'utf8' },
  );
  if (refused.status === 0) throw new Error('an altered receipt was accepted');
  see('citizen', (refused.stdout + refused.stderr).trim().split('\n')[0] ?? '');

  step(7, 'The citizen withdraws the consent, in two clicks from their own page');
  const myPage = await logIn(
    citizen,
    await citizen.open(`${addresses.issuer}/my`),
    addresses.cardAgent,
    persona.card.pin,
  );
  see(
    'citizen',
    `“${headingOf(myPage)}”: ${myPage.html.querySelectorAll('#history ~ .timeline li').length} read(s) in the history`,
  );
  const withdrawPage = await citizen.follow(myPage, 'a[href$="/withdraw"]');
  const withdrawn = await citizen.submit(withdrawPage);
  see('citizen', `“${headingOf(withdrawn)}”`);

  step(8, 'The company asks again and is refused');
  const again = await citizen.submit(quotePage);
  see('citizen', `the company’s page says “${headingOf(again)}”`);
  if (again.status === 200) throw new Error('the company could still read after the withdrawal');

  const total = quotePage.html.querySelector('[data-total]')?.text;
  if (!total) throw new Error('no fare was quoted');
  console.log(
    `\n${seconds()} s  The company quoted: ${total}, and knows a class, a companion and a date. Nothing else.`,
  );
}

/** The consent screen’s facts, as a person reads them from top to bottom. */
function linesOf(page: Page): string[] {
  return page.html.querySelectorAll('main dl > div').map((row) => {
    const line = `${wordsOf(row, 'dt')}: ${wordsOf(row, 'dd')}`;
    return line.length > 100 ? `${line.slice(0, 97)}…` : line;
  });
}

/** The text of an element’s parts, with something between them. */
function wordsOf(row: HTMLElement, selector: string): string {
  const element = row.querySelector(selector);
  const parts = element?.querySelectorAll('li') ?? [];
  if (parts.length > 0) return parts.map((part) => part.text.trim()).join(', ');
  return (element?.childNodes ?? [])
    .map((node) => node.text.trim())
    .filter(Boolean)
    .join(' ');
}

/** The receipt with its proof follows within a second or two of the answer. */
async function completeReceipt(url: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    const text = await answer.text();
    if (answer.ok && text.includes('"complete"')) return text;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the receipt got no proof within ten seconds');
}
