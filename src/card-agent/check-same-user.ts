import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { Refusal } from '../vocabulary/refusals.ts';

/**
 * Loopback is shared by everybody who is logged in to this machine, and a program of another user can imitate a
 * browser's headers: it could read a form and burn the card's tries. Linux tells whose the other end of a connection
 * is; where it is not this very user's, nothing is answered. Elsewhere (no such table) this defence is absent.
 * @throws Refusal `agent_caller_not_ours`
 */
export function checkSameUser(socket: Socket, uid = process.getuid?.()): void {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable);
  if (uid === undefined || tables[0] === undefined) return;
  const { remotePort = 0, localPort = 0 } = socket;
  const owners = tables.flatMap((table) => ownersOf(table ?? '', { from: remotePort, to: localPort }));
  if (owners.length !== 1 || owners[0] !== uid) {
    throw new Refusal('agent_caller_not_ours', 'the connection is not this user’s');
  }
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
