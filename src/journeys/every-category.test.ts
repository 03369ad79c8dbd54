/** All 29 categories, through consent and gate: what the fixture says is what leaves, and only what was ticked. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { decide } from '../../sandbox/citizen.ts';
import type { World } from '../../sandbox/world.ts';
import { ofSameAge } from '../../stand-ins/agencies/same-age.ts';
import { loadPersonas } from '../../stand-ins/personas.ts';
import { categories } from '../vocabulary/categories.ts';
import { openWorld } from './open-world.ts';
import { boxesOf, openSandboxCompany, type SandboxCompany } from './sandbox-company.ts';

describe('every category, for whoever has a record of it', { concurrency: false }, () => {
  let world: World;
  let company: SandboxCompany;
  before(async () => {
    world = await openWorld();
    company = await openSandboxCompany(world);
  });
  after(() => world?.stop());

  const held = new Set<string>();
  for (const persona of loadPersonas().filter(
    ({ persona: name }) => name === 'class-1' || name === 'no-certificate',
  )) {
    test(`${persona.persona}: each category leaves as the agency holds it, item by item`, async () => {
      const names = Object.keys(persona.records);
      const { citizen, consent, redeem } = await company.ask(persona.persona, names);
      const tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
      for (const name of names) {
        const answer = await company.relyingParty.read(tokens, `/self-information/${name}`);
        assert.equal(answer.status, 200, `${name}: ${answer.text}`);
        assert.deepEqual(answer.body?.['record'], persona.records[name]?.record, name);
        assert.equal(answer.body?.['as_of'], ofSameAge(persona.records[name]?.as_of ?? ''));
        held.add(name);
      }
    });
  }

  test('between them the two hold every one of the 29', () => {
    assert.deepEqual(
      categories.filter(({ name }) => !held.has(name)).map(({ name }) => name),
      [],
    );
  });

  test('screen, token, list and answer name the same items, and what was not ticked is absent', async () => {
    const { citizen, consent, redeem } = await company.ask('class-1', ['disability_welfare', 'tax_income']);
    const ticked = boxesOf(consent).filter((_, index) => index % 3 === 0);
    const tokens = await redeem(await decide(citizen, consent, 'approve', { ticked }));
    const required = consent.html
      .querySelectorAll('[data-required-item]')
      .map((item) => item.getAttribute('data-required-item') ?? '');
    const granted = [...ticked, ...required].sort();
    const [details] = tokens.answer['authorization_details'] as unknown as { items: string[] }[];
    assert.deepEqual([...(details?.items ?? [])].sort(), granted);
    const list = await company.relyingParty.read(tokens, '/self-information');
    const listed = (list.body?.['categories'] as { items: string[] }[]).flatMap(({ items }) => items);
    assert.deepEqual(listed.sort(), granted);
    const answered = new Set<string>();
    for (const name of ['disability_welfare', 'tax_income']) {
      const answer = await company.relyingParty.read(tokens, `/self-information/${name}`);
      if (answer.status === 200) leaves(answer.body?.['record'], name, answered);
      else assert.equal(answer.body?.['reason'], 'item_not_granted');
    }
    assert.deepEqual(
      [...answered].filter((item) => !granted.includes(item)),
      [],
      'nothing else left',
    );
    assert.ok(answered.size > 0);
  });

  test('a category that nobody granted is refused, by its own name', async () => {
    const { citizen, consent, redeem } = await company.ask('class-1', ['tax_income']);
    const tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
    const answer = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.deepEqual([answer.status, answer.body?.['reason']], [403, 'item_not_granted']);
  });

  test('the same as a signed JWT where that is asked for', async () => {
    const { citizen, consent, redeem } = await company.ask('class-1', ['household']);
    const tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
    const answer = await company.relyingParty.read(tokens, '/self-information/household', {
      accept: 'application/jwt',
    });
    assert.equal(answer.headers.get('content-type'), 'application/jwt');
    const claims = JSON.parse(Buffer.from(answer.text.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    assert.equal(claims['aud'], 'sandbox-company');
    assert.deepEqual(
      claims['record'],
      loadPersonas().find(({ persona }) => persona === 'class-1')?.records['household']?.record,
    );
  });

  test('reads run out, are told before, and refreshing the token brings none back', async () => {
    const { citizen, consent, redeem } = await company.ask('class-1', ['pension'], { reads: 2 });
    assert.match(consent.html.querySelector('main')?.text ?? '', /2回/);
    let tokens = await redeem(await decide(citizen, consent, 'approve', { ticked: boxesOf(consent) }));
    const first = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.equal(first.body?.['reads_left'], 1);
    assert.ok(tokens.refreshToken, 'two reads come with a refresh token');
    tokens = await company.relyingParty.refresh(tokens.refreshToken);
    const second = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.equal(second.body?.['reads_left'], 0);
    const third = await company.relyingParty.read(tokens, '/self-information/pension');
    assert.deepEqual([third.status, third.body?.['reason']], [403, 'reads_used_up']);
  });
});

/** The names of all leaves of a released record. */
function leaves(value: unknown, path: string, into: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) leaves(each, path, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) leaves(member, `${path}.${name}`, into);
  } else into.add(path);
}
