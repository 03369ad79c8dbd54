import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { wipe } from './secret.ts';

const received = new WeakMap<Socket, Buffer[]>();
/** More than a request of ours has; what is older was read long ago. */
const mostChunks = 64;

/**
 * Keeps hold of what connections read, so that it can be wiped. Listening for data takes the bytes out of the HTTP
 * parser's own memory, which no program can reach and which keeps a request until another one overwrites it.
 */
export function keepReceived(server: Server): void {
  server.on('connection', (socket: Socket) => {
    const chunks: Buffer[] = [];
    received.set(socket, chunks);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunks.length > mostChunks) chunks.shift();
    });
  });
}

/** Everything that came over this connection so far, and that the parser has handed on by now. */
export function wipeReceived(socket: Socket): void {
  for (const chunk of received.get(socket)?.splice(0) ?? []) wipe(chunk);
}
