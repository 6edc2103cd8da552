const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Returns the dashboard's own origins. They include the issuer's origin. If the issuer uses a loopback name such as
 * `localhost`, the other loopback names at its port are included.
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
