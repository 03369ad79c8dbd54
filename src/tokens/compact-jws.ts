/** A compact JWS (RFC 7515, section 3.1) taken apart and not yet verified. */
export interface UnverifiedJws {
  /** The header as it was sent: the key under which what it says can be remembered. */
  encodedHeader: string;
  header: Readonly<Record<string, unknown>>;
  payload: Readonly<Record<string, unknown>>;
  /** What the signature is over. */
  signed: Buffer;
  signature: Buffer;
}

// Node's decoder skips what is no base64url; a strict shape leaves one spelling per token.
const compact = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const mostCharacters = 16_384;

/** Undefined for whatever is not a compact JWS over a JSON object. */
export function parseCompactJws(text: string): UnverifiedJws | undefined {
  const { encodedPayload, ...jws } = splitCompactJws(text) ?? {};
  const payload = encodedPayload && parseObject(encodedPayload);
  return payload && 'signed' in jws ? { ...jws, payload } : undefined;
}

/** Whatever it is over. */
export function splitCompactJws(
  text: string,
): (Omit<UnverifiedJws, 'payload'> & { encodedPayload: string }) | undefined {
  if (text.length > mostCharacters) return undefined;
  const [, encodedHeader, encodedPayload, signature] = compact.exec(text) ?? [];
  if (!encodedHeader || !encodedPayload || !signature) return undefined;
  const header = parseObject(encodedHeader);
  // RFC 7515, section 4.1.11: an extension that is not understood must be refused, and none is.
  if (!header || 'crit' in header || 'b64' in header) return undefined;
  return {
    encodedHeader,
    header,
    encodedPayload,
    signed: Buffer.from(text.slice(0, -signature.length - 1)),
    signature: Buffer.from(signature, 'base64url'),
  };
}

function parseObject(encoded: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
