/** A card in one of vpcd's readers: a connection to its port, over which it sends what the reader would. */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerToReset, type JpkiCard } from './jpki-card.ts';

/** What vpcd sends as a message of one byte; whatever is longer is a command to the chip. */
const controls: Readonly<Record<number, 'power_off' | 'power_on' | 'reset' | 'ask_atr'>> = {
  0: 'power_off',
  1: 'power_on',
  2: 'reset',
  4: 'ask_atr',
};

/** When a card is pulled out: before it follows a command, or (`verified`) after it did and before its answer is told. */
export type Moment = 'verify' | 'verified' | 'read' | 'sign';

export interface InsertedCard {
  remove(): void;
  removeAt(moment: Moment): void;
}

/** Tries again for a while: vpcd opens its port only when pcscd has loaded it. */
export async function insertInto(
  port: number,
  card: JpkiCard,
  onEvent: (event: string) => void,
): Promise<InsertedCard> {
  for (let tries = 0; tries < 100; tries += 1) {
    const inserted = await connectCard(port, card, onEvent);
    if (inserted) return inserted;
    await delay(50);
  }
  throw new Error(`no reader answers on port ${port}`);
}

function connectCard(
  port: number,
  card: JpkiCard,
  onEvent: (event: string) => void,
): Promise<InsertedCard | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = Buffer.alloc(0);
    let pulledAt: Moment | undefined;
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => card.reset());
    socket.once('connect', () =>
      resolve({
        remove: () => socket.destroy(),
        removeAt: (moment) => {
          pulledAt = moment;
        },
      }),
    );
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const message = received.subarray(2, 2 + received.readUInt16BE(0));
        received = received.subarray(2 + message.length);
        if (pulledAt && toMoments(message).includes(pulledAt)) {
          if (pulledAt === 'verified') card.answer(message);
          onEvent('pulled_out');
          return socket.destroy();
        }
        const answer = follow(message);
        if (answer) socket.write(toMessage(answer));
      }
    });
  });

  function follow(message: Buffer): Buffer | undefined {
    if (message.length !== 1) return card.answer(message);
    const control = controls[message[0] ?? -1];
    if (control === 'ask_atr') return answerToReset;
    if (control) {
      card.reset();
      onEvent(control);
    }
    return undefined;
  }
}

/** An empty VERIFY only asks for the tries left. */
function toMoments(message: Buffer): Moment[] {
  const instruction = message.length > 1 ? message[1] : undefined;
  if (instruction === 0x20 && message.length > 5) return ['verify', 'verified'];
  if (instruction === 0xb0) return ['read'];
  return instruction === 0x2a ? ['sign'] : [];
}

function toMessage(answer: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(answer.length);
  return Buffer.concat([length, answer]);
}
