import { type Log, toErrorField } from '../vocabulary/log.ts';

/** A card that never answers holds its thread, and a thread in a library's hands cannot be ended from outside. */
const graceMilliseconds = 5000;

/** An agent as a program: says where it listens or why it does not, and stops with no login half-done. */
export async function runAgent(
  log: Log,
  start: () => Promise<{ origin: string; stop(): Promise<void> }>,
): Promise<void> {
  try {
    const agent = await start();
    log.info('listening', { address: agent.origin });
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMilliseconds).unref();
      agent.stop().then(
        () => log.info('stopped'),
        (error: unknown) => {
          log.error('stop_failed', { error: toErrorField(error) });
          process.exitCode = 1;
        },
      );
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  } catch (error) {
    // Settings, the list of sites, the port: the user's own words, nothing of a card.
    log.error('start_failed', { error: toErrorField(error), detail: (error as Error).message });
    process.exitCode = 1;
  }
}
