/** A text as a certificate writes it, with the places where a common character stands for one that it cannot carry. */
export interface Written {
  text: string;
  /** Counted in code points, from 0. */
  substituted: readonly number[];
}

/**
 * Whether this is how a certificate writes the real spelling: the same character in each place, or any where the
 * certificate says that it is not the real one. A variation selector belongs to the character before it (葛󠄀 is one).
 */
export function isWrittenFor({ text, substituted }: Written, real: string): boolean {
  const [asWritten, asMeant] = [toCharacters(text), toCharacters(real)];
  if (asWritten.length !== asMeant.length) return false;
  return asWritten.every(
    ({ character, from, to }, position) =>
      character === asMeant[position]?.character || substituted.some((place) => place >= from && place < to),
  );
}

function toCharacters(text: string): { character: string; from: number; to: number }[] {
  const characters: { character: string; from: number; to: number }[] = [];
  for (const [position, codePoint] of [...text].entries()) {
    const last = characters.at(-1);
    if (last && /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u.test(codePoint)) {
      last.character += codePoint;
      last.to = position + 1;
    } else characters.push({ character: codePoint, from: position, to: position + 1 });
  }
  return characters;
}
