/**
 * Follows one item of one category from the scope to the receipt, in whichever copy of the repository it stands, and
 * prints what it saw: `tsx src/journeys/follow-category.ts <item> <persona>`. It names no category and no agency itself.
 */
import { loadAgencies, loadPersonas, loadRelyingParties } from '../../stand-ins/personas.ts';
import { openTown } from '../../stand-ins/town.ts';
import { company, details, openStage } from '../consent/rehearsal/stage.ts';
import { toAsked } from '../consent/asked.ts';
import { describeApi } from '../self-information/describe.ts';
import { createPreview } from '../self-information/preview.ts';
import { openApiPlace } from '../self-information/rehearsal/api-place.ts';
import { findCategory } from '../vocabulary/categories.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import { categoryOf } from '../vocabulary/items.ts';

const [item = '', persona = ''] = process.argv.slice(2);
const name = item as ItemName;
const scope = categoryOf(name);
if (!findCategory(scope)) throw new Error(`${scope} is no category`);
const issuer = 'http://localhost:3000';

const place = await openApiPlace({
  people: loadPersonas(),
  agencies: loadAgencies(),
  relyingParties: loadRelyingParties(),
  openTown,
});
const { agencies, identities, stores, clock } = place;
const stage = await openStage(
  createPreview({
    agencies,
    identity: { identities, suppressions: stores.suppressions },
    clock,
    budgetMilliseconds: 5000,
  }),
);
// A company that registered the item; it asks by the scope alone.
const [purpose] = company.purposes;
const asking = { ...company, purposes: [{ ...purpose, requiredItems: [], optionalItems: [name] }] };
stage.screen.relyingParty = asking as typeof company;
stage.screen.citizen = place.citizenOf(persona);
stage.screen.asked = toAsked(
  asking as typeof company,
  { scopes: ['openid', scope], authorizationDetails: [details({ items: [name] })] },
  stage.clock.now(),
);
const screen = await stage.show('follow');
const consent = await place.addConsent(persona, { items: [name] });
const path = `/v1/self-information/${scope}`;
const answer = await place.call(path, { consent });
const described = JSON.stringify(describeApi(issuer));
const seen = {
  screen: screen.html.querySelector('main')?.text ?? '',
  boxes: screen.html.querySelectorAll('input[name=item]').map((box) => box.getAttribute('value')),
  status: answer.status,
  answer: answer.json,
  described: described.includes(`"${scope}"`),
  receipts: await place.entries(consent),
};
await stage.close();
await place.close();
process.stdout.write(`${JSON.stringify(seen)}\n`);
