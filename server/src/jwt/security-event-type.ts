/**
 * Returns whether the `typ` of a JWT says that it is a security event token (RFC 8417 §2.3). Such a token can have the claims of
 * an ID token, so neither may pass for the other.
 */
export const isSecurityEventType = (typ: unknown): boolean =>
  typeof typ === "string" && /^(application\/)?secevent\+jwt$/i.test(typ);
