/** The founding story with a card behind pcscd and OpenSC: nothing of ours lies between the agent and the card. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadAuthority } from '../../certs/make-jpki.ts';
import { portOf } from '../../sandbox/addresses.ts';
import { Browser } from '../../sandbox/browser.ts';
import { decide, goBack, headingOf, openCardAgent, typePin } from '../../sandbox/citizen.ts';
import { startProgram } from '../../sandbox/program.ts';
import { makeEmulatedCard } from '../../stand-ins/card-emulator/emulated-card.ts';
import { startMiddleware, whatIsMissing } from '../../stand-ins/card-emulator/middleware.ts';
import { openWorld } from './open-world.ts';
import { orderTicket, personaOf } from './shop.ts';

const missing = whatIsMissing();

test(
  'a citizen logs in through OpenSC, and the quote is that of her certificate',
  { skip: missing && `the real middleware: ${missing}` },
  async (t) => {
    const card = mkdtempSync(join(tmpdir(), 'madoguchi-emulated-card-'));
    t.after(() => rmSync(card, { recursive: true, force: true }));
    const world = await openWorld();
    t.after(() => world.stop());
    const middleware = await startMiddleware();
    t.after(() => middleware.stop());

    const persona = personaOf('class-1');
    // The server knows its citizens by issuer and serial: this card is hers as much as the one in the data folder.
    const authority = (purpose: string) =>
      loadAuthority(world.folders.jpki, `${purpose}-g${persona.card.generation}`);
    const authorities = {
      authentication: await authority('authentication'),
      signature: await authority('signature'),
    };
    await makeEmulatedCard({ folder: card, persona, authorities, now: new Date() });
    await middleware.insert(0, card);

    await world.programs['cardAgent']?.stop();
    const agent = await startProgram({
      name: 'agent with OpenSC',
      file: 'src/card-agent/main.ts',
      environment: {
        MADOGUCHI_AGENT_PKCS11_MODULE: middleware.pkcs11Module,
        MADOGUCHI_AGENT_SITES_FILE: world.folders.agentSites,
        MADOGUCHI_AGENT_PORT: portOf(world.addresses.cardAgent),
        ...middleware.environment,
      },
    });
    t.after(() => agent.stop());

    const citizen = new Browser();
    const pinPage = await openCardAgent(
      citizen,
      await orderTicket(world, citizen),
      world.addresses.cardAgent,
    );
    const consent = await goBack(citizen, await typePin(citizen, pinPage, persona.card.pin));
    const quote = await decide(citizen, consent, 'approve');
    assert.equal(headingOf(quote), 'お見積り', quote.text);
    // Half fare for both, to the capital: (3460 + 4510) * 2.
    assert.equal(quote.html.querySelector('[data-total]')?.getAttribute('data-total'), '15940');
  },
);
