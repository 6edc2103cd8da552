const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Returns the origins from which the dashboard may be used: the issuer's origin and, if its host is a loopback name,
 * the origins with the other loopback names at the same port.
 *
 * @param issuer the public base URL of the authority
 */
export function ownOriginsOf(issuer: string): readonly string[] {
  const url = new URL(issuer);
  if (!LOOPBACK_HOSTS.includes(url.hostname)) return [url.origin];
  return LOOPBACK_HOSTS.map((host) => {
    const alias = new URL(url.origin);
    alias.hostname = host;
    return alias.origin;
  });
}
