import { refusalRows } from '../refusal-row.ts';

export const cardLoginRefusals = refusalRows({});
