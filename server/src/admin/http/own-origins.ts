const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Returns the dashboard's own origins. If the issuer's host is a loopback host such as `localhost`, returns an origin
 * for each loopback host, with the issuer's port. Otherwise, returns only the issuer's origin.
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
