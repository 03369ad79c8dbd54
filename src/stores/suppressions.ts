import type { CitizenId } from '../vocabulary/identifiers.ts';

/** The flags of the domain: 不開示該当, 自己情報提供不可, 自動応答不可. */
export type SuppressionFlag = 'non_disclosure' | 'no_self_information' | 'no_automatic_answer';
/** 0 no, 1 yes, 2 under application (acts as 1). */
export type SuppressionValue = 0 | 1 | 2;

export interface Suppression {
  flags: Readonly<Record<SuppressionFlag, SuppressionValue>>;
  /** Grows by one with every change; 0 where no flag was ever set. A release is refused if it moved meanwhile. */
  version: number;
}

export interface Suppressions {
  /** Never undefined: a citizen without a row has all flags 0 and version 0. */
  find(citizen: CitizenId): Promise<Suppression>;
  set(citizen: CitizenId, flag: SuppressionFlag, value: SuppressionValue): Promise<void>;
}
