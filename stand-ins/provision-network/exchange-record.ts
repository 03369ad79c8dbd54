import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** One exchange between Madoguchi and an agency. Neither a code nor a value: only that it took place. */
export interface Exchange {
  at: string;
  process_number: string;
  inquirer: 'madoguchi';
  provider: string;
  category: string;
  outcome: string;
  /** What was wrong with the agency's answer; never what was in it. */
  reason: string | null;
  trace_id: string;
  duration_ms: number;
}

export interface ExchangeRecord {
  /** On the file before the answer leaves. */
  append(exchange: Exchange): void;
  close(): void;
}

/** JSON lines, appended and never changed; readable by their owner alone. */
export function openExchangeRecord(path: string): ExchangeRecord {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  return {
    append: (exchange) => appendFileSync(file, `${JSON.stringify(exchange)}\n`),
    close: () => closeSync(file),
  };
}
