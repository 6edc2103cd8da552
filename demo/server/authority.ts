import { join } from "node:path";
import { createAssistantCloudBackend } from "assistant-cloud-auth/backend";
import { requireWorkspaceToken } from "assistant-cloud-auth/verify";
import { createAuthority, openStorage, serveAuthority } from "assistant-cloud-server";
import { readOrCreateApiKey } from "./api-key.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { CLIENT_ID } from "./identity-provider.ts";

// biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces uses this syntax
const WORKSPACE = "${org_id}:${sub}";
const RULE_NAME = "Lantern ID (demo)";
/** The time since the expiry of an expired token, in milliseconds. */
const EXPIRED_MS = 30 * 60_000;

interface Identity {
  userId: string;
  workspaceId: string;
}

export interface DemoAuthority {
  url: string;
  dashboardUrl: string;
  /** The URL where the admin sets a password for the dashboard; null if a password is set. */
  setUpUrl: string | null;
  apiKey: string;
  /** Middleware that verifies workspace tokens with the authority's published keys alone, as a resource server does. */
  guard: ReturnType<typeof requireWorkspaceToken>;
  isRunning(): boolean;
  /** Opens the port. Resolves to an error message, or to null if the port is open. */
  start(): Promise<string | null>;
  /** Closes the port, so that connections are refused. */
  stop(): Promise<null>;
  /**
   * Resolves to an expired workspace token of this authority. Every call for the same workspace resolves to the same
   * token, as if the token came from a stale cache.
   */
  mintExpired(identity: Identity): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the authority on an embedded database. Creates an API key for the app's backend, and an auth rule for the
 * OpenID provider, unless they already exist.
 */
export async function startAuthority(options: {
  port: number;
  dataFolder: string;
  /** The folder of the built dashboard. */
  dashboardFolder: string;
  provider: IdentityProvider;
  tokenLifetimeSeconds: number;
}): Promise<DemoAuthority> {
  const { port, dataFolder, dashboardFolder, provider, tokenLifetimeSeconds } = options;
  const url = `http://localhost:${port}`;
  const storage = await openStorage(join(dataFolder, "authority"));
  const settings = { storage, issuer: url, tokenLifetimeSeconds, allowInsecureJwks: true, anonymous: true };
  const authority = await createAuthority(settings);
  // This second instance uses the same signing keys, but its clock is behind. Its tokens have valid signatures and are
  // expired.
  const delayMs = tokenLifetimeSeconds * 1000 + EXPIRED_MS;
  const delayedAuthority = await createAuthority({ ...settings, now: () => Date.now() - delayMs });

  await trustProvider(authority, provider);
  const apiKey = await readOrCreateApiKey(authority.keys, join(dataFolder, "api-key"));
  const listen = () => serveAuthority({ authority, port, hostname: "127.0.0.1", dashboardFolder });
  const expired = new Map<string, string>();
  let server: Awaited<ReturnType<typeof listen>> | null = await listen();

  async function stop(): Promise<null> {
    const running = server;
    server = null;
    await running?.close();
    return null;
  }

  return {
    url,
    dashboardUrl: `${url}/dashboard`,
    setUpUrl: await authority.dashboard.createFirstSetUpLink(),
    apiKey,
    guard: requireWorkspaceToken({ issuer: url, jwksUrl: `${url}/.well-known/jwks.json` }),
    isRunning: () => server !== null,
    async start() {
      try {
        server ??= await listen();
        return null;
      } catch {
        return `Port ${port} was taken meanwhile.`;
      }
    },
    stop,
    async mintExpired(identity) {
      const cachedToken = expired.get(identity.workspaceId);
      if (cachedToken !== undefined) return cachedToken;
      const fetchDelayed: typeof fetch = async (input, init) => delayedAuthority.fetch(new Request(input, init));
      const backend = createAssistantCloudBackend({ apiKey, baseUrl: url, fetch: fetchDelayed });
      const { token } = await backend.auth.tokens.create(identity);
      expired.set(identity.workspaceId, token);
      return token;
    },
    async close() {
      await stop();
      await delayedAuthority.close();
      await authority.close();
      await storage.close();
    },
  };
}

type Authority = Awaited<ReturnType<typeof createAuthority>>;

/**
 * Adds an auth rule for the OpenID provider, unless it already exists. Removes rules that an earlier start added for
 * another port of the provider.
 */
async function trustProvider({ rules }: Authority, { issuer, jwksUrl }: IdentityProvider): Promise<void> {
  const own = (await rules.list()).filter(({ name }) => name === RULE_NAME);
  const current = own.filter((rule) => rule.issuers.includes(issuer) && rule.jwksUrl === jwksUrl);
  for (const rule of own) if (!current.includes(rule)) await rules.remove(rule.id);
  if (current.length > 0) return;
  await rules.add({
    name: RULE_NAME,
    issuer,
    jwksUrl,
    audience: CLIENT_ID,
    algorithms: ["RS256"],
    workspace: WORKSPACE,
  });
}
