import type { Said } from '../json-over-http.ts';
import { writePrivateJson } from '../fresh-file.ts';
import { type AgencyLogLine, type RunningAgency, startAgency } from './agency.ts';
import { listAgencies } from './agency-folder.ts';

export interface RunningAgencies {
  /** By agency. */
  addresses: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts every agency that was set up, each on a port of its own, and writes down where they listen: the network
 * reads it there. Ports count up from `basePort`; 0 takes free ones.
 */
export async function startAgencies(options: {
  folder: string;
  addressesFile: string;
  basePort: number;
  slowMilliseconds?: number;
  log?: (line: AgencyLogLine) => void;
  told?: (said: Said) => void;
}): Promise<RunningAgencies> {
  const { folder, addressesFile, basePort, ...others } = options;
  const running: RunningAgency[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((agency) => agency.close()));
  };
  try {
    for (const [index, id] of listAgencies(folder).entries())
      running.push(await startAgency({ ...others, id, folder, port: basePort && basePort + index }));
  } catch (error) {
    await close();
    throw error;
  }
  const addresses = Object.fromEntries(running.map(({ id, address }) => [id, address]));
  writePrivateJson(addressesFile, addresses);
  return { addresses, close };
}
