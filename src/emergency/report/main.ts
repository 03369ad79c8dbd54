/** The supervisor's report: `npm run emergency-report -- --from 2026-11-01 --until 2026-12-01 [--client <id>] [--database <address>]` */
import { parseArgs } from 'node:util';
import { openStores } from '../../stores/open-stores.ts';
import { systemClock } from '../../vocabulary/clock.ts';
import { sayReport } from './say-report.ts';

try {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      until: { type: 'string' },
      client: { type: 'string' },
      database: { type: 'string', default: 'sqlite:data/madoguchi.sqlite' },
    },
  });
  const span = { from: toDay('from', values.from), until: toDay('until', values.until) };
  const stores = await openStores({ url: values.database, clock: systemClock });
  try {
    const calls = await stores.emergencyCalls.list(span);
    process.stdout.write(sayReport(calls, { ...span, client: values.client ?? null }));
  } finally {
    await stores.close();
  }
} catch (error) {
  process.stderr.write(`emergency-report: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** Days begin at midnight in Japan; the last one is not within. */
function toDay(name: string, text: string | undefined): Date {
  const day = new Date(`${text ?? ''}T00:00:00+09:00`);
  if (!text || Number.isNaN(day.getTime())) throw new Error(`--${name} takes a day, such as 2026-11-01`);
  return day;
}
