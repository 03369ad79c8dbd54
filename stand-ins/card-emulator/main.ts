/**
 * The card emulator as a program: one JSON object a line on its standard input says which card to put into which
 * reader, or to take out; what happens is told likewise. It ends when its input does.
 */
import { createInterface } from 'node:readline';
import { loadEmulatedCard } from './emulated-card.ts';
import { insertInto, type InsertedCard, type Moment } from './vpcd-reader.ts';

export interface EmulatorOrder {
  do: 'insert' | 'remove' | 'remove_at';
  /** 0 or 1: vpcd has two readers. */
  reader: number;
  /** The card's folder. */
  card?: string;
  /** When to pull it out. */
  moment?: Moment;
}

/** vpcd's own: the second reader has the port behind it. */
const firstPort = Number(process.env['STAND_IN_VPCD_PORT'] ?? 35963);
const inserted = new Map<number, InsertedCard>();

const tell = (event: string, reader: number): void => {
  process.stdout.write(`${JSON.stringify({ event, reader })}\n`);
};

process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as EmulatorOrder;
  const { reader } = order;
  if (order.do === 'insert') {
    const card = loadEmulatedCard(order.card ?? '');
    inserted.set(reader, await insertInto(firstPort + reader, card, (event) => tell(event, reader)));
    tell('inserted', reader);
  } else if (order.do === 'remove') {
    inserted.get(reader)?.remove();
    inserted.delete(reader);
    tell('removed', reader);
  } else {
    if (order.moment) inserted.get(reader)?.removeAt(order.moment);
    tell('armed', reader);
  }
}
process.exit(0);
