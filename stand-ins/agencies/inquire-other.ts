/** One agency asks another through the network, by its own certificate, as its own program would. */
import { randomBytes } from 'node:crypto';
import { networkNames } from '../../src/agencies/network-names.ts';
import { openIdentity, openPartyPool } from '../mutual-tls.ts';
import { identityFilesIn } from '../network-identity.ts';
import { agencyFiles } from './agency-folder.ts';

export interface OtherInquiry {
  /** The same again is the same inquiry: how a waiting one is asked for. */
  inquiry_id?: string;
  /** The asking agency's own code of the person. */
  code: string;
  provider: string;
  affair: string;
  procedure: string;
  information: string;
  section: { ja: string; en: string };
}

export async function inquireOther(options: {
  folder: string;
  agency: string;
  networkUrl: string;
  inquiry: OtherInquiry;
}): Promise<{ status: number; body: Record<string, unknown>; inquiryId: string }> {
  const { folder, agency, networkUrl } = options;
  const identity = openIdentity(identityFilesIn(agencyFiles.identity(folder, agency)))();
  const pool = openPartyPool(networkUrl, networkNames.network, identity, { connections: 1 });
  const inquiryId = options.inquiry.inquiry_id ?? randomBytes(16).toString('base64url');
  try {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/exchanges',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...options.inquiry, inquiry_id: inquiryId }),
    });
    return { status: statusCode, body: (await body.json()) as Record<string, unknown>, inquiryId };
  } finally {
    await pool.close();
  }
}
