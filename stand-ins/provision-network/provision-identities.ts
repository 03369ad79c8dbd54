import type { NetworkIdentityFiles } from '../../src/agencies/network-identity.ts';
import { networkNames } from '../../src/agencies/network-names.ts';
import { agencyFiles } from '../agencies/agency-folder.ts';
import { type NetworkAuthority, provideIdentity } from '../network-identity.ts';
import { networkFiles } from './network-folder.ts';

/** Gives each party, in a folder of its own, the certificate it shows the others. Answers where Madoguchi's lies. */
export async function provisionIdentities(options: {
  authority: NetworkAuthority;
  folders: { network: string; agencies: string; madoguchi: string };
  agencies: readonly string[];
}): Promise<NetworkIdentityFiles> {
  const { authority, folders, agencies } = options;
  await provideIdentity(authority, networkNames.network, networkFiles(folders.network).identity);
  for (const id of agencies)
    await provideIdentity(authority, networkNames.agency(id), agencyFiles.identity(folders.agencies, id));
  return provideIdentity(authority, networkNames.madoguchi, folders.madoguchi);
}
