import { spawn } from 'node:child_process';
import { ProtocolFault } from './messages.ts';

/** What opens an address on each system; the address is one argument, and no shell reads it. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens a page of ours in the person's own browser. @throws ProtocolFault where nothing could be started */
export function openBrowser(address: string, program: string | undefined): Promise<void> {
  const [opener, ...before] = program ? [program] : (openers[process.platform] ?? ['xdg-open']);
  return new Promise((resolve, reject) => {
    // Nothing of ours is inherited: standard output belongs to the protocol.
    const child = spawn(opener ?? '', [...before, address], { stdio: 'ignore', detached: true });
    child.once('error', () => reject(new ProtocolFault('no browser could be opened')));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
