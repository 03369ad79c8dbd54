/** The only reader of the server's environment. Every setting is `MADOGUCHI_*`, has one meaning, and is checked at the start. */
import { isAbsolute, resolve } from 'node:path';

export interface Config {
  /** The OpenID issuer and the origin of every page: https, or http on localhost. */
  issuer: string;
  /** Addresses and port to listen on. */
  listen: { hosts: readonly string[]; port: number };
  /** True behind a proxy that ends TLS and sets X-Forwarded-Proto itself. */
  behindProxy: boolean;
  databaseUrl: string;
  /** Holds issuer.jwk.json, answers.jwk.json, ledger.jwk.json and secrets.json, readable by this program only. */
  keysFolder: string;
  /** Trust anchors of the cards' certificates, `<name>.cer`, DER. */
  cardAnchorsFolder: string;
  /** The same for the certificates for digital signature, which register their holders. */
  signatureAnchorsFolder: string;
  /** The same for the certificates for user authentication on phones. */
  phoneAnchorsFolder: string;
  /** Names networks for whoever logs in by phone; null where the operator names none. */
  placesFile: string | null;
  /** Where the revocation lists lie: `<url>/<anchor>/<SHA-256 of a municipality's name>.crl`, complete `<url>/<anchor>.crl`. */
  crlUrl: string;
  /** The authorities' OCSP responder, asked before the lists; `{authority}` in it is the anchor's name. */
  ocspUrl: string;
  /** The card agent on the citizen's own machine. */
  cardAgentOrigin: string;
  networkUrl: string;
  /** PEM: the network's own authority, and the certificate and key it knows us by. Replaced ones are taken up. */
  networkAuthorityFile: string;
  networkCertificateFile: string;
  networkKeyFile: string;
  agencyDirectoryFile: string;
  /** Who cosigns the ledger's heads; null where nobody is asked. */
  witnessesFile: string | null;
  /** After so many days an entry of the ledger loses its text. */
  ledgerRetentionDays: number;
}

const prefix = 'MADOGUCHI_';
/** The card agent's settings share our prefix: on a citizen's machine both may stand in one environment. */
const agentPrefix = 'MADOGUCHI_AGENT_';

/** @throws Error that names every setting that is missing, wrong or unknown, all at once. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const faults: string[] = [];
  const known = new Set<string>();
  const read = <Value>(name: string, fallback: string, check: (value: string) => Value): Value => {
    known.add(prefix + name);
    try {
      return check(environment[prefix + name] ?? fallback);
    } catch (error) {
      faults.push(`${prefix}${name} ${(error as Error).message}`);
      return undefined as Value;
    }
  };
  const issuer = read('ISSUER', 'http://localhost:3000', checkIssuer);
  const config: Config = {
    issuer,
    listen: {
      hosts: read('LISTEN_HOSTS', '127.0.0.1,::1', checkHosts),
      port: read('LISTEN_PORT', issuer ? portOf(issuer) : '3000', checkPort),
    },
    behindProxy: read('BEHIND_PROXY', 'no', checkYesOrNo),
    databaseUrl: read('DATABASE_URL', 'sqlite:data/madoguchi.sqlite', checkDatabaseUrl),
    keysFolder: read('KEYS_FOLDER', 'data/keys', checkPath),
    cardAnchorsFolder: read('CARD_ANCHORS_FOLDER', 'data/jpki/anchors', checkPath),
    signatureAnchorsFolder: read('SIGNATURE_ANCHORS_FOLDER', 'data/jpki/signature-anchors', checkPath),
    phoneAnchorsFolder: read('PHONE_ANCHORS_FOLDER', 'data/jpki/phone-anchors', checkPath),
    placesFile: read('PLACES_FILE', '', (value) => (value === '' ? null : checkPath(value))),
    crlUrl: read('CRL_URL', 'http://127.0.0.1:3003/crl', checkUrl),
    ocspUrl: read('OCSP_URL', 'http://127.0.0.1:3003/ocsp', checkUrl),
    cardAgentOrigin: read('CARD_AGENT_ORIGIN', 'http://127.0.0.1:24727', checkOrigin),
    networkUrl: read('NETWORK_URL', 'https://127.0.0.1:3002', checkTlsUrl),
    networkAuthorityFile: read('NETWORK_CA_FILE', 'data/keys/network/ca.pem', checkPath),
    networkCertificateFile: read('NETWORK_CERTIFICATE_FILE', 'data/keys/network/certificate.pem', checkPath),
    networkKeyFile: read('NETWORK_KEY_FILE', 'data/keys/network/key.pem', checkPath),
    agencyDirectoryFile: read('AGENCY_DIRECTORY_FILE', 'fixtures/agencies.json', checkPath),
    witnessesFile: read('WITNESSES_FILE', '', (value) => (value === '' ? null : checkPath(value))),
    // Seven years, as long as the law has records of provided information kept (番号法施行令, article 29).
    ledgerRetentionDays: read('LEDGER_RETENTION_DAYS', '2557', checkDays),
  };
  for (const name of Object.keys(environment)) {
    // A misspelt setting would otherwise be a default that nobody asked for.
    if (name.startsWith(prefix) && !name.startsWith(agentPrefix) && !known.has(name))
      faults.push(`${name} is not a setting of this server`);
  }
  if (faults.length > 0) throw new Error(`settings: ${faults.join('; ')}`);
  return config;
}

function checkIssuer(value: string): string {
  const origin = checkOrigin(value);
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'https:' && hostname !== 'localhost')
    throw new Error('must be https, or http on localhost');
  return origin;
}

function checkOrigin(value: string): string {
  if (new URL(checkUrl(value)).origin !== value)
    throw new Error('must be an origin: scheme, host and port, nothing after');
  return value;
}

function checkUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new Error('is not an http address');
  return value.replace(/\/$/, '');
}

/** Without TLS nobody would know who answers, nor they who asks. */
function checkTlsUrl(value: string): string {
  if (new URL(checkUrl(value)).protocol !== 'https:') throw new Error('must be https');
  return checkUrl(value);
}

function checkHosts(value: string): string[] {
  const hosts = value.split(',');
  if (hosts.some((host) => !/^[0-9A-Za-z.:-]+$/.test(host)))
    throw new Error('must be addresses with commas between');
  return hosts;
}

function portOf(issuer: string): string {
  const { port, protocol } = new URL(issuer);
  return port || (protocol === 'https:' ? '443' : '80');
}

function checkPort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) throw new Error('is not a port');
  return port;
}

function checkDays(value: string): number {
  const days = Number(value);
  if (!/^\d{1,6}$/.test(value) || days < 1) throw new Error('is not a number of days');
  return days;
}

function checkYesOrNo(value: string): boolean {
  if (value !== 'yes' && value !== 'no') throw new Error('must be yes or no');
  return value === 'yes';
}

function checkPath(value: string): string {
  if (value === '') throw new Error('is empty');
  return resolve(value);
}

function checkDatabaseUrl(value: string): string {
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  const path = /^sqlite:(.+)$/.exec(value)?.[1];
  if (!path) throw new Error('must be sqlite:<path> or postgresql://…');
  return isAbsolute(path) ? value : `sqlite:${resolve(path)}`;
}
