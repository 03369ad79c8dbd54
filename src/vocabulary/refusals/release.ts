import { refusalRows } from '../refusal-row.ts';

export const releaseRefusals = refusalRows({});
