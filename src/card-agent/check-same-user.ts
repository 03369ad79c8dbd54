import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Refusal } from '../vocabulary/refusals.ts';

const mostLooks = 5;

/**
 * Loopback is shared by everybody who is logged in to this machine, and a program of another user can imitate a
 * browser's headers: it could read a form and burn the card's tries. Linux tells whose the other end of a connection
 * is; where it is not this very user's, nothing is answered. Elsewhere (no such table) this defence is absent.
 * @throws Refusal `agent_caller_not_ours`
 */
export function checkSameUser(socket: Socket, uid = process.getuid?.()): void {
  const { remotePort = 0, localPort = 0 } = socket;
  // The table is read in pieces while it moves: a row can be missed, or met twice. Missed, it is looked for again;
  // what is still not found is nobody's, and refused.
  for (let look = 0; look < mostLooks; look += 1) {
    const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable);
    if (uid === undefined || tables[0] === undefined) return;
    const owners = tables.flatMap((table) => ownersOf(table ?? '', { from: remotePort, to: localPort }));
    if (owners.some((owner) => owner !== uid)) break;
    if (owners.length > 0) return;
  }
  throw new Refusal('agent_caller_not_ours', 'the connection is not this user’s');
}

/** The other end's own row: from its port, to ours. Columns as in proc(5): address pairs in hex, user id eighth. */
function ownersOf(table: string, { from, to }: { from: number; to: number }): number[] {
  return table
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local = '', remote = '']) => portOf(local) === from && portOf(remote) === to)
    .map((columns) => Number(columns[7]));
}

function portOf(address: string): number {
  return parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
}

function readTable(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
