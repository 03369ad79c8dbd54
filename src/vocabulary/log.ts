/**
 * The log: one JSON object a line. What may be written is a closed list of fields, because the safest way
 * to keep tokens, codes, certificates, PINs and personal values out of a log is to have no field for them.
 */
import type { Clock } from './clock.ts';

/** Everything a log line may say. Add a field only if no value of it can identify a person or open a door. */
export interface LogFields {
  reason?: string;
  detail?: string;
  trace_id?: string;
  client_id?: string;
  category?: string;
  agency?: string;
  outcome?: string;
  method?: string;
  /** The route's pattern, never the path as called: paths carry identifiers. */
  route?: string;
  status?: number;
  duration_ms?: number;
  count?: number;
  address?: string;
  /** Name and code of an exception of ours or of a library; never its message, which may quote input. */
  error?: string;
}

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log that writes JSON lines through `write`; each line is `{time, level, event, ...fields}`. */
export function createLog(clock: Clock, write: (line: string) => void): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      write(`${JSON.stringify({ time: clock.now().toISOString(), level, event, ...fields })}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** The part of an exception that is safe to log: its name and code, not its message. */
export function toErrorField(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? `:${error.code}` : '';
  return `${error.name}${code}`;
}
