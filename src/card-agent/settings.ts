/** The only reader of the agent's environment. Every setting is `MADOGUCHI_AGENT_*` and is checked at the start. */
import { resolve } from 'node:path';

export interface Settings {
  /** The card's PKCS#11 module: OpenSC's on a citizen's machine. */
  pkcs11Module: string;
  /** The sites this agent may log in to: its user's own list, never the link's word. */
  sitesFile: string;
  port: number;
  /** What its user chose to know its pages by; nothing is shown where absent. */
  phraseFile: string | undefined;
  /** The program that opens the page of a native-messaging command; the system's own where absent. */
  browser: string | undefined;
}

const prefix = 'MADOGUCHI_AGENT_';

/** @throws Error that names every setting that is missing, wrong or unknown, all at once. */
export function readSettings(environment: NodeJS.ProcessEnv, usualPort = '24727'): Settings {
  const faults: string[] = [];
  const read = (name: string, fallback?: string): string => {
    const value = environment[prefix + name] ?? fallback;
    if (!value) faults.push(`${prefix}${name} is missing`);
    return value ?? '';
  };
  const modulePath = read('PKCS11_MODULE');
  const sitesFile = read('SITES_FILE');
  const port = read('PORT', usualPort);
  if (port && !isPort(port)) faults.push(`${prefix}PORT is not a port`);
  const phraseFile = environment[`${prefix}PHRASE_FILE`] || undefined;
  const known = ['PKCS11_MODULE', 'SITES_FILE', 'PORT', 'PHRASE_FILE', 'BROWSER'].map(
    (name) => prefix + name,
  );
  for (const name of Object.keys(environment)) {
    if (name.startsWith(prefix) && !known.includes(name))
      faults.push(`${name} is not a setting of this agent`);
  }
  if (faults.length > 0) throw new Error(`settings: ${faults.join('; ')}`);
  return {
    pkcs11Module: resolve(modulePath),
    sitesFile: resolve(sitesFile),
    port: Number(port),
    phraseFile: phraseFile === undefined ? undefined : resolve(phraseFile),
    browser: environment[`${prefix}BROWSER`] || undefined,
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}
