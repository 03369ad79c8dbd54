/** All agencies of the fixtures as one program. */
import { startAgencies } from './start-agencies.ts';

const setting = (name: string, fallback: string): string =>
  process.env[`STAND_IN_AGENCIES_${name}`] ?? fallback;
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const agencies = await startAgencies({
    folder: setting('FOLDER', 'data/agencies'),
    addressesFile: setting('ADDRESSES_FILE', 'data/network/addresses.json'),
    basePort: Number(setting('PORT', '3010')),
    slowMilliseconds: Number(setting('SLOW_MILLISECONDS', '10000')),
    log: say,
  });
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    void agencies.close().then(() => say({ event: 'stopped' }));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  say({ event: 'listening', address: Object.values(agencies.addresses)[0] });
} catch (error) {
  say({ event: 'start_failed', detail: (error as Error).message });
  process.exitCode = 1;
}
