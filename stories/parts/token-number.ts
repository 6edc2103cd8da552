/**
 * Returns the token's `jti` claim, or the `iat` claim if the token has no `jti`. Stories show this text instead of the
 * token.
 */
export function tokenNumber(token: string): string {
  const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  return String(claims.jti ?? claims.iat);
}
