/** The provision network as a program of its own. */
import { startNetwork } from './network.ts';

const folder = process.env['STAND_IN_NETWORK_FOLDER'] ?? 'data/network';
const port = Number(process.env['STAND_IN_NETWORK_PORT'] ?? 3002);
const say = (line: Record<string, unknown>): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const network = await startNetwork({ folder, port });
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    void network.close().then(() => say({ event: 'stopped' }));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  say({ event: 'listening', address: network.address });
} catch (error) {
  say({ event: 'start_failed', detail: (error as Error).message });
  process.exitCode = 1;
}
