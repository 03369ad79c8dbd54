import type { CorrectionMessage } from '../stores/corrections.ts';
import type { CorrectionAnswer, RefusalGround } from '../vocabulary/corrections.ts';

/** An agency's answer to a report, by its process number. */
export interface ToldAnswer {
  processNumber: string;
  outcome: CorrectionAnswer;
  /** With `refused` alone. */
  ground: RefusalGround | null;
}

/** The way to the agencies, given by whoever knows them. Answers to nothing that was not asked. */
export interface CorrectionLine {
  /** The report's process number once it lies in the agency's inbox; undefined where it does not yet, whatever the cause. */
  tell(message: CorrectionMessage): Promise<string | undefined>;
  /** What is answered by now; undefined where it cannot be known. */
  ask(processNumbers: readonly string[]): Promise<ToldAnswer[] | undefined>;
}
