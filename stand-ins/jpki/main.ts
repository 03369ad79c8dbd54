/** The stand-in JPKI's list server as a program of its own. */
import { startCrlServer } from './crl-server.ts';

const folder = process.env['STAND_IN_JPKI_FOLDER'] ?? 'data/jpki';
const port = Number(process.env['STAND_IN_JPKI_PORT'] ?? 3003);
const say = (line: Record<string, unknown>): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const server = await startCrlServer({ folder, port });
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    void server.close().then(() => say({ event: 'stopped' }));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  say({ event: 'listening', address: server.address });
} catch (error) {
  say({ event: 'start_failed', detail: (error as Error).message });
  process.exitCode = 1;
}
