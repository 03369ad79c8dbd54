/** The only reader of the environment. Every setting is `MADOGUCHI_*`, has one meaning, and is checked at the start. */
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
  /** Where each anchor's certificate revocation list lies: `<url>/<name>.crl`. */
  crlUrl: string;
  /** The card agent on the citizen's own machine. */
  cardAgentOrigin: string;
  networkUrl: string;
  /** A file with the credential the provision network knows us by. */
  networkCredentialFile: string;
  agencyDirectoryFile: string;
}

/** @throws Error naming the setting that is missing or wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const setting = (name: string, fallback?: string): string => {
    const value = environment[`MADOGUCHI_${name}`] ?? fallback;
    if (!value) throw new Error(`MADOGUCHI_${name} is not set`);
    return value;
  };
  const path = (name: string, fallback?: string): string => resolve(setting(name, fallback));
  const issuer = checkIssuer(setting('ISSUER', 'http://localhost:3000'));
  const { port, protocol } = new URL(issuer);
  return {
    issuer,
    listen: {
      hosts: setting('LISTEN_HOSTS', '127.0.0.1,::1').split(','),
      port: checkPort(setting('LISTEN_PORT', port || (protocol === 'https:' ? '443' : '80'))),
    },
    behindProxy: setting('BEHIND_PROXY', 'no') === 'yes',
    databaseUrl: checkDatabaseUrl(setting('DATABASE_URL', 'sqlite:data/madoguchi.sqlite')),
    keysFolder: path('KEYS_FOLDER', 'data/keys'),
    cardAnchorsFolder: path('CARD_ANCHORS_FOLDER', 'data/jpki/anchors'),
    crlUrl: checkUrl('CRL_URL', setting('CRL_URL', 'http://127.0.0.1:3003/crl')),
    cardAgentOrigin: checkUrl('CARD_AGENT_ORIGIN', setting('CARD_AGENT_ORIGIN', 'http://127.0.0.1:24727')),
    networkUrl: checkUrl('NETWORK_URL', setting('NETWORK_URL', 'http://127.0.0.1:3002')),
    networkCredentialFile: path('NETWORK_CREDENTIAL_FILE', 'data/network/credential'),
    agencyDirectoryFile: path('AGENCY_DIRECTORY_FILE', 'fixtures/agencies.json'),
  };
}

function checkIssuer(value: string): string {
  const url = new URL(checkUrl('ISSUER', value));
  if (url.origin !== value) throw new Error('MADOGUCHI_ISSUER is an origin: scheme, host and port, nothing after');
  if (url.protocol !== 'https:' && url.hostname !== 'localhost') {
    throw new Error('MADOGUCHI_ISSUER is https, or http on localhost');
  }
  return value;
}

function checkUrl(name: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new Error(`MADOGUCHI_${name} is not an http address`);
  }
  return value.replace(/\/$/, '');
}

function checkPort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error('MADOGUCHI_LISTEN_PORT is not a port');
  return port;
}

function checkDatabaseUrl(value: string): string {
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  const path = /^sqlite:(.+)$/.exec(value)?.[1];
  if (!path) throw new Error('MADOGUCHI_DATABASE_URL is sqlite:<path> or postgresql://…');
  return isAbsolute(path) ? value : `sqlite:${resolve(path)}`;
}
