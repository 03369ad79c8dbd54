/** `npm start`: the sandbox stays up for a browser until Ctrl-C. */
import { loadPersonas } from '../stand-ins/personas.ts';
import { publicKeyFileOf } from '../witness/set-up.ts';
import { defaultAddresses } from './addresses.ts';
import { dataFolder, foldersOf } from './folders.ts';
import { performExchanges } from './perform-exchanges.ts';
import { insertedCard } from './reader.ts';
import { saySecrets } from './say-secrets.ts';
import { startWorld, type World } from './world.ts';

const folders = foldersOf(dataFolder);
let world: World | undefined;

try {
  world = await startWorld({
    folder: dataFolder,
    addresses: defaultAddresses,
    witness: true,
    listener: tellFaults,
  });
  const person = loadPersonas().find((each) => each.persona === insertedCard(folders));
  if (person)
    await performExchanges({
      networkFolder: folders.network,
      agenciesFolder: folders.agencies,
      networkUrl: defaultAddresses.network,
      person,
    });
  tell();
  await untilAskedToStop();
  console.log('\nstopping …');
} catch (error) {
  console.error(`start: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await world?.stop();
}

function tell(): void {
  const persona = loadPersonas().find((each) => each.persona === insertedCard(folders));
  const { issuer, railCompany, cardAgent, phone, witness } = defaultAddresses;
  console.log(`
The sandbox is up. Nothing in it is real, and nobody outside this machine can reach it.

  Rail company          ${railCompany}          start here: buy a discount ticket
  Madoguchi             ${issuer}          your page: ${issuer}/my
  API description       ${issuer}/openapi.yaml
  Card agent            ${cardAgent}         answers the login page's link, nothing else
  Phone                 ${phone}         of with-phone, PIN 4812 (npm run phone: its finger, and reading screenshots)

  Card in the reader    ${persona?.persona ?? 'none'}${persona ? ` (${persona.name.ja}), ${saySecrets(folders, persona)}` : ''}
  Another card          npm run card -- class-2        (npm run card lists them)
  Clients' private keys ${folders.clients}/<client id>.jwks.json
  Ledger's public key   ${folders.ledgerKey}        (npm run check-ledger -- --url ${issuer} --key …)
  Witness               ${witness}         cosigns the ledger's heads; its key: ${publicKeyFileOf(folders.witness)}

Ctrl-C stops everything.`);
}

/** The programs' own lines are for their operators; here only what went wrong is worth a look. */
function tellFaults(line: string): void {
  if (/"level":"(error|warn)"|start_failed/.test(line)) console.error(line);
}

function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
}
