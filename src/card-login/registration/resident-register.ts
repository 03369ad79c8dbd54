import type { ResidentAnswer, ResidentQuestion } from '../../vocabulary/residents.ts';

/** Whoever keeps the register of residents. Madoguchi keeps none: it asks once for each registration. */
export interface ResidentRegister {
  /** @throws Refusal `register_unavailable` */
  match(question: ResidentQuestion): Promise<ResidentAnswer>;
}
