import { refusalRows } from '../refusal-row.ts';

export const consentRefusals = refusalRows({});
