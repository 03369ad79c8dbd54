import { refusalRows } from '../refusal-row.ts';

export const requestRefusals = refusalRows({});
