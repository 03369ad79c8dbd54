import jsQr from 'jsqr';
import { parse } from 'node-html-parser';

/** Pixels of a module: enough for any scanner. */
const scale = 4;

/** What a phone's camera reads off a page, by another's decoder than the one that drew it; undefined without a code. */
export function readQrCode(html: string): string | undefined {
  const drawing = parse(html).querySelector('svg.qr-code');
  const size = Number(drawing?.getAttribute('viewBox')?.split(' ')[2]);
  const modules = drawing?.querySelector('path')?.getAttribute('d');
  if (!modules || !Number.isInteger(size)) return undefined;
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, column, row] of modules.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let y = 0; y < scale; y += 1) {
      const start = ((Number(row) * scale + y) * width + Number(column) * scale) * 4;
      for (let x = 0; x < scale; x += 1) pixels.fill(0, start + x * 4, start + x * 4 + 3);
    }
  }
  return toDecoder(jsQr)(pixels, width, width)?.data;
}

/** The package is CommonJS, and its types say otherwise. */
function toDecoder(imported: unknown): (typeof jsQr)['default'] {
  return ((imported as { default?: unknown }).default ?? imported) as (typeof jsQr)['default'];
}
