import type { VNode } from 'preact';
import { encode } from 'uqr';

/** The quiet zone that scanners want around a code (ISO/IEC 18004). */
const border = 4;

/**
 * A QR code as a drawing of the page itself: no image address, no script. Always black on white, whatever colours the
 * reader's system has, since scanners need the contrast. Level M: a smudge or a reflection costs nothing.
 */
export function QrCode({ text, label }: { text: string; label: string }): VNode {
  const { data, size } = encode(text, { ecc: 'M', border });
  const modules = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={modules} fill="#000000" />
    </svg>
  );
}
