/**
 * Returns whether the `typ` of a JWT marks it as a security event token (RFC 8417 §2.3). Such a token can have the same
 * claims as an ID token and must not be accepted as one.
 */
export const isSecurityEventType = (typ: unknown): boolean =>
  typeof typ === "string" && /^(application\/)?secevent\+jwt$/i.test(typ);
