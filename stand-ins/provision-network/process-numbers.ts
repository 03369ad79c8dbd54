/**
 * 処理通番, the number that joins an inquiry and its result: 20 digits, `YYYYMMDDHHMMSSmmm` in Japan and three that
 * count within that millisecond. Numbers only grow, also when more than a thousand fall into one millisecond or the
 * clock is set back. The shape is ours: the real one is not public.
 */
export function createProcessNumbers(now: () => number): () => string {
  let millisecond = 0;
  let count = 0;
  return () => {
    if (now() > millisecond) {
      millisecond = now();
      count = 0;
    } else if ((count += 1) > 999) {
      millisecond += 1;
      count = 0;
    }
    return toJapaneseDigits(millisecond) + String(count).padStart(3, '0');
  };
}

/** Japan is nine hours ahead, all year. */
function toJapaneseDigits(millisecond: number): string {
  return new Date(millisecond + 9 * 3_600_000).toISOString().replace(/\D/g, '');
}
