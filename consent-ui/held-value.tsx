import type { VNode } from 'preact';
import { blankInWords, type HeldValue as Held, valueInWords } from './value-in-words.ts';

/** One value of a record. Agencies' text is theirs: isolated (bdi), so that its direction marks cannot rearrange the words around it. */
export function HeldValue(held: Held): VNode {
  const blank = blankInWords(held);
  return blank === undefined ? <bdi>{valueInWords(held)}</bdi> : <span class="blank">{blank}</span>;
}
