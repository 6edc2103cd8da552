/**
 * Matches version 00 of the `traceparent` header (W3C Trace Context). Rejects a trace id or parent id that contains
 * only zeros.
 */
const FORMAT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Returns the request's `traceparent` header (W3C Trace Context); null if missing or malformed. */
export function readTraceParent(headers: Headers): string | null {
  const value = headers.get("traceparent");
  return value !== null && FORMAT.test(value) ? value : null;
}
