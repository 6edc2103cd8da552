/** Returns a token's claim `jti`, which identifies the token without showing it. */
export function tokenNumber(token: string): string {
  const claims = JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  return String(claims.jti ?? claims.iat);
}
