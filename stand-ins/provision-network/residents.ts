/**
 * The register of residents, as it lies in the network's folder. In reality it is another party's (住民基本台帳ネット
 * ワーク) and is asked over a line of its own; a resident is known to it by their number and to the network by the
 * block that the number was turned into, which is all that stands here.
 */
import { openFreshFile, writePrivateJson } from '../fresh-file.ts';
import { networkFiles } from './network-folder.ts';

export interface ResidentCertificate {
  /** As the accredited service calls it. */
  kind: string;
  issuer_key_hash: string;
  serial: string;
}

export interface Resident {
  /** The person's block (see codes.ts). */
  id: string;
  /** As it is really written: characters that no certificate can carry too. */
  name: string;
  sex: string;
  /** ISO 8601; an unknown day is `00`. */
  birth_on: string;
  address: string;
  /** Who holds this person's records, by kind of holder. */
  holders: Readonly<Record<string, string>>;
  /** Every certificate that was ever issued to this person. */
  certificates: readonly ResidentCertificate[];
  deceased_on: string | null;
  /** Who may act for this person, and by what right. */
  representatives: readonly { id: string; right: 'parental_authority' | 'guardian' | 'appointed_agent' }[];
}

export function openResidents(folder: string): () => readonly Resident[] {
  return openFreshFile<readonly Resident[]>(networkFiles(folder).residents, []);
}

export function writeResidents(folder: string, residents: readonly Resident[]): void {
  writePrivateJson(networkFiles(folder).residents, residents);
}

/** What a municipality enters: a move, a new card, a death. Also while the network runs. */
export function changeResident(folder: string, id: string, change: (resident: Resident) => Resident): void {
  const residents = openResidents(folder)();
  if (!residents.some((resident) => resident.id === id))
    throw new Error('the register knows no such resident');
  writeResidents(
    folder,
    residents.map((resident) => (resident.id === id ? change(resident) : resident)),
  );
}
