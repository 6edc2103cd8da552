/**
 * Returns whether the `typ` of a JWT marks the JWT as a security event token (RFC 8417 §2.3). Such a token can have the
 * same claims as an ID token. The server must not accept a security event token as an ID token.
 */
export const isSecurityEventType = (typ: unknown): boolean =>
  typeof typ === "string" && /^(application\/)?secevent\+jwt$/i.test(typ);
