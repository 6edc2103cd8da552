/** The environment variables whose whole value is a secret. */
const SECRETS = [
  "AUTHORITY_SECRET",
  "AUTHORITY_SECRET_PREVIOUS",
  "AUTHORITY_OPENID_CLIENT_SECRET",
  "TITLE_MODEL_API_KEY",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
];
/** The environment variables whose value is a URL that may contain a password. */
const URLS = ["DATABASE_URL", "DATABASE_LISTEN_URL", "HTTPS_PROXY", "https_proxy"];

/**
 * Returns the values that the log redacts from error messages: the secrets in an environment, and the passwords in its
 * URLs. Omits values shorter than 8 characters.
 */
export function knownSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  const candidates = [...SECRETS.map((name) => env[name]), ...URLS.map((name) => passwordOf(env[name]))];
  // A shorter secret may be an ordinary word, so redacting it would garble messages.
  return candidates.filter((secret): secret is string => secret !== undefined && secret.length >= 8);
}

function passwordOf(url: string | undefined): string | undefined {
  try {
    return url ? decodeURIComponent(new URL(url).password) : undefined;
  } catch {
    return undefined;
  }
}
