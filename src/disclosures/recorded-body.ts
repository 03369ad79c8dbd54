import type { CredentialIssueBody } from './credential-entry.ts';
import type { EmergencyEntryBody } from './emergency-entry.ts';
import type { CorrectionBody } from './correction-entry.ts';
import type { EntryBody } from './entry.ts';
import type { ErasureBody } from './erasure-entry.ts';
import type { LoginEntryBody } from './login-entry.ts';
import type { OwnLookBody } from './own-look-entry.ts';

/** What an entry of the ledger can say; a release's body has no `kind`. */
export type RecordedBody =
  | EntryBody
  | LoginEntryBody
  | OwnLookBody
  | EmergencyEntryBody
  | CredentialIssueBody
  | ErasureBody
  | CorrectionBody;
