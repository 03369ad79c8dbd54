/** What serves once serves once, under real parallel requests, on both databases; and what lasts ends with the consent. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import { createFrontDoor } from '../front-door.ts';
import {
  openPostgresqlPlace,
  openSqlitePlace,
  type Place,
  whyNoPostgresql,
} from '../stores/conformance/places.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { codeRaceSeconds } from './lifetimes.ts';
import { type Company, newKeyPair, type OAuthAnswer } from './rehearsal/company.ts';
import { ask, details, obtainCode, open, openStage, type Stage } from './rehearsal/stage.ts';

const parallel = 8;
const times = <Result>(deed: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: parallel }, deed));
const statuses = (answers: readonly { status: number }[]): number[] =>
  answers.map(({ status }) => status).sort();
const once = (status: number, otherwise: number): number[] =>
  [status, ...Array<number>(parallel - 1).fill(otherwise)].sort();

function redemption(
  name: Place['name'],
  openPlace: () => Place | Promise<Place>,
  skip: string | false,
): void {
  describe(`on ${name}`, { skip }, () => {
    let place: Place;
    let stage: Stage;
    let company: Company;
    before(async () => {
      place = await openPlace();
      stage = await openStage(place, createFrontDoor);
      company = stage.company;
    });
    after(async () => {
      await stage?.close();
      await place?.close();
    });

    const read = async (token: unknown) =>
      stage.guard.check({
        method: 'GET',
        url: `${stage.issuer}/v1/self-information`,
        authorization: `DPoP ${String(token)}`,
        proof: await company.proof(`${stage.issuer}/v1/self-information`, {
          claims: { htm: 'GET', ath: createHash('sha256').update(String(token)).digest('base64url') },
        }),
      });
    const obtain = async (): Promise<{
      body: OAuthAnswer['body'];
      consent: ConsentId;
      code: string;
      verifier: string;
    }> => {
      const { code, verifier } = await obtainCode(stage);
      const { body } = await company.redeem(code, verifier);
      const consent = decodeJwt(String(body['access_token']))['consent'] as ConsentId;
      return { body, consent, code, verifier };
    };
    /** As if the code had been redeemed this long ago. */
    const age = (code: string, seconds: number): Promise<number> =>
      stage.stores.database.run(
        'UPDATE oidc_payloads SET consumed_at = consumed_at - ? WHERE model = ? AND id = ?',
        [seconds * 1000, 'AuthorizationCode', code],
      );

    /** Lets every request find what it looks for before any of them may use it up: the race at its worst. */
    async function atOnce<Result>(deed: () => Promise<Result>): Promise<Result[]> {
      const payloads = stage.stores.oidcPayloads;
      const consume = payloads.consume.bind(payloads);
      let waiting = 0;
      let open = (): void => undefined;
      const everybodyIsThere = new Promise<void>((resolve) => (open = resolve));
      payloads.consume = async (...parameters) => {
        if ((waiting += 1) === parallel) open();
        await everybodyIsThere;
        return consume(...parameters);
      };
      try {
        return await times(deed);
      } finally {
        payloads.consume = consume;
      }
    }

    test('of eight redemptions of one code at once exactly one succeeds, and the winner keeps what it got', async () => {
      const { code, verifier } = await obtainCode(stage);
      const answers = await atOnce(() => company.redeem(code, verifier));
      assert.deepEqual(statuses(answers), once(200, 400));
      for (const { status, body } of answers)
        if (status === 400) assert.equal(body['error'], 'invalid_grant');
      const winner = answers.find(({ status }) => status === 200) as OAuthAnswer;
      assert.equal((await read(winner.body['access_token'])).client, company.clientId);
      const refreshed = await company.refresh(String(winner.body['refresh_token']));
      assert.equal(refreshed.status, 200, JSON.stringify(refreshed.body));
    });

    test('a code used again after the race ends the grant that came of it', async () => {
      const { code, verifier, body } = await obtain();
      assert.equal((await company.redeem(code, verifier)).status, 400);
      assert.equal((await company.refresh(String(body['refresh_token']))).status, 200);
      await age(code, codeRaceSeconds);
      assert.equal((await company.redeem(code, verifier)).status, 400);
      const refreshed = await company.refresh(String(body['refresh_token']));
      assert.equal(refreshed.body['error'], 'invalid_grant');
    });

    test('a used code in another company’s hands ends nothing', async () => {
      const { code, verifier, body } = await obtain();
      await age(code, codeRaceSeconds);
      const other = await stage.register(`thief-${name.toLowerCase()}`);
      const answer = await other.redeem(code, verifier, { form: { redirect_uri: company.redirectUri } });
      assert.equal(answer.body['error'], 'invalid_grant');
      assert.equal((await company.refresh(String(body['refresh_token']))).status, 200);
    });

    test('of eight uses of one client assertion at once exactly one succeeds', async () => {
      const assertion = await company.assertion();
      const { form } = company.request({ authorization_details: details() });
      const answers = await times(() => company.push(form, { assertion }));
      assert.equal(answers.filter(({ status }) => status === 201).length, 1);
      assert.ok(answers.every(({ status }) => [201, 400, 401].includes(status)));
    });

    test('of eight uses of one DPoP proof at once exactly one succeeds', async () => {
      const proof = await company.proof(`${stage.issuer}/par`);
      const { form } = company.request({ authorization_details: details() });
      const answers = await times(() => company.push(form, { proof }));
      assert.deepEqual(statuses(answers), once(201, 400));
    });

    test('of eight answers to one pushed request at once exactly one becomes a code', async () => {
      const { form } = company.request({ authorization_details: details() });
      const pushed = await company.push(form);
      // The one citizen has the request open in eight tabs, as far as the browser lets them.
      const tabs = await times(async () => {
        const browser = stage.browser();
        const opened = await open(stage, browser, company, String(pushed.body['request_uri']));
        const path = String(opened.location);
        stage.cards.insert(path, stage.citizen);
        await browser.get(path);
        return { browser, path };
      });
      const before = (await stage.stores.consents.listByCitizen(stage.citizen)).length;
      const left = await Promise.all(
        tabs.map(async ({ browser, path }) =>
          browser.follow(await browser.post(path, { decision: 'approve' })),
        ),
      );
      const codes = left.filter(({ location }) => location && new URL(location).searchParams.has('code'));
      assert.equal(codes.length, 1);
      assert.equal((await stage.stores.consents.listByCitizen(stage.citizen)).length, before + 1);
    });

    test('eight refreshes at once all succeed, and the refresh token stays the same', async () => {
      const { body } = await obtain();
      const answers = await times(() => company.refresh(String(body['refresh_token'])));
      assert.deepEqual(statuses(answers), Array(parallel).fill(200));
      for (const answer of answers) {
        assert.equal(answer.body['refresh_token'], body['refresh_token']);
        await read(answer.body['access_token']);
      }
      assert.equal(new Set(answers.map((answer) => answer.body['access_token'])).size, parallel);
    });

    test('a refresh is refused without a proof, and by another key', async () => {
      const { body } = await obtain();
      const refresh = String(body['refresh_token']);
      const without = await company.refresh(refresh, { proof: undefined });
      assert.deepEqual([without.status, without.body['error']], [400, 'invalid_grant']);
      const proof = await company.proof(`${stage.issuer}/token`, { key: newKeyPair() });
      const stolen = await company.refresh(refresh, { proof });
      assert.deepEqual([stolen.status, stolen.body['error']], [400, 'invalid_grant']);
      assert.match(String(stolen.body['error_description']), /not the key the refresh token is bound to/);
      const form = { client_id: company.clientId };
      const nobody = await company.refresh(refresh, { assertion: undefined, form });
      assert.equal(nobody.body['error'], 'invalid_client');
      assert.equal((await company.refresh(refresh)).status, 200);
    });

    test('a withdrawn consent refreshes nothing from that moment', async () => {
      const { body, consent } = await obtain();
      await stage.stores.consents.withdraw(consent, stage.citizen, new Date());
      const answer = await company.refresh(String(body['refresh_token']));
      assert.equal(answer.body['error'], 'invalid_grant');
      assert.equal(answer.body['error_description'], 'consent: consent_withdrawn');
    });

    test('a consent withdrawn before the code is redeemed gives no token', async () => {
      const { code, verifier } = await obtainCode(stage);
      const [newest] = await stage.stores.consents.listByCitizen(stage.citizen);
      await stage.stores.consents.withdraw(newest?.id as ConsentId, stage.citizen, new Date());
      const answer = await company.redeem(code, verifier);
      assert.equal(answer.body['error'], 'invalid_grant');
      assert.equal(answer.body['access_token'], undefined);
    });

    test('a consent whose reads are used up, or whose time is over, refreshes nothing', async () => {
      const [used, over] = [await obtain(), await obtain()];
      const change = (sql: string, consent: ConsentId) =>
        stage.stores.database.run(`UPDATE consents SET ${sql} WHERE id = ?`, [consent]);
      await change('reads_used = reads_granted', used.consent);
      await change('valid_until = decided_at', over.consent);
      const answers = await Promise.all(
        [used, over].map(({ body }) => company.refresh(String(body['refresh_token']))),
      );
      assert.deepEqual(
        answers.map(({ body }) => body['error_description']),
        ['consent: reads_used_up', 'consent: consent_expired'],
      );
    });

    test('refresh token and grant end with the consent, to the second', async () => {
      const until = new Date(Date.now() + 3600_000);
      const { code, verifier } = await obtainCode(stage, {
        form: { authorization_details: details({ valid_until: until.toISOString() }) },
      });
      const { body } = await company.redeem(code, verifier);
      const refresh = await stage.stores.oidcPayloads.find('RefreshToken', String(body['refresh_token']));
      const exp = Number(refresh?.payload['exp']);
      assert.ok(exp * 1000 <= until.getTime(), 'not later');
      assert.ok(exp * 1000 > until.getTime() - 5000, 'and not much earlier');
    });

    test('ending a grant ends its code and its refresh token', async () => {
      const { body, consent } = await obtain();
      await stage.tokens.endGrant(consent);
      assert.equal((await company.refresh(String(body['refresh_token']))).body['error'], 'invalid_grant');
      const { code, verifier } = await obtainCode(stage);
      const [newest] = await stage.stores.consents.listByCitizen(stage.citizen);
      await stage.tokens.endGrant(newest?.id as ConsentId);
      assert.equal((await company.redeem(code, verifier)).body['error'], 'invalid_grant');
    });

    test('the purge leaves what is still to be decided, and takes what is over', async () => {
      const asked = await ask(stage);
      const rows = () =>
        stage.stores.database.get<{ count: number }>('SELECT COUNT(*) AS count FROM oidc_payloads');
      await stage.stores.purgeExpired();
      assert.equal((await asked.browser.get(asked.path)).status, 200);
      const before = Number((await rows())?.count);
      await stage.stores.database.run('UPDATE oidc_payloads SET expires_at = 1 WHERE model = ?', [
        'ReplayDetection',
      ]);
      await stage.stores.purgeExpired();
      assert.ok(Number((await rows())?.count) < before);
    });
  });
}

redemption('SQLite', openSqlitePlace, false);
redemption('PostgreSQL', openPostgresqlPlace, await whyNoPostgresql());
