import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { type INavigator, UserManager, type UserManagerSettings, WebStorageStateStore } from "oidc-client-ts";
import { Provider } from "oidc-provider";
import { listenOnFreePort } from "../../../support/listen-on-free-port.ts";
import { createCookieFetch } from "../../support/create-cookie-fetch.ts";

const CALLBACK = "https://app.example.com/callback";
export const CLIENT_ID = "app";
/** The id of a client that gets refresh tokens. Each refresh token can be used once. */
export const OFFLINE_CLIENT_ID = "app-offline";

/** A local server with `oidc-provider`, a certified OpenID provider. */
export interface OidcServer {
  readonly issuer: string;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

/**
 * Starts an {@link OidcServer}.
 * @param callbacks the allowed redirect URIs. Default: the callback of {@link createUserManager}
 */
export async function startProvider(callbacks: string[] = [CALLBACK]): Promise<OidcServer> {
  // `oidc-provider` signs Node's buffers. jsdom's `Uint8Array` is another class, so replace it.
  globalThis.Uint8Array = Object.getPrototypeOf(Buffer.prototype).constructor;
  const server = createServer();
  const { port, close } = await listenOnFreePort(server);
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "oidc-key", alg: "RS256", use: "sig" }] },
    clients: [CLIENT_ID, OFFLINE_CLIENT_ID].map((client_id) => ({
      client_id,
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", ...(client_id === CLIENT_ID ? [] : ["refresh_token"])],
      response_types: ["code"],
      redirect_uris: callbacks,
    })),
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    scopes: ["openid", "offline_access", "profile"],
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 600,
      Session: 600,
    },
    claims: { openid: ["sub"], profile: ["org"] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, org: organizationOf(accountId) }),
    }),
    // The app is a first-party client, so the provider does not ask the user for consent.
    async loadExistingGrant(ctx) {
      const accountId = ctx.oidc.session?.accountId ?? "";
      const clientId = ctx.oidc.client?.clientId ?? "";
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId });
      grant.addOIDCScope("openid profile offline_access");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: String(params["login_hint"]) } });
    // The provider has already written the response, so Koa must not write another one.
    ctx.respond = false;
  });
  server.on("request", provider.callback());
  return { issuer, jwksUrl: `${issuer}/jwks`, close };
}

/** Returns the organization in an account id, such as `one` for `ada@one`; undefined for `ada`. */
const organizationOf = (accountId: string) => accountId.split("@")[1];

/**
 * Creates a user manager of `oidc-client-ts` in a new browser. The user manager opens no window or frame. Instead, it
 * follows the redirects over HTTP and sends the browser's cookies.
 */
export function createUserManager(provider: OidcServer, settings: Partial<UserManagerSettings> = {}) {
  const browser = createCookieFetch();
  const navigator: INavigator = {
    prepare: async () => ({
      navigate: async ({ url }) => ({ url: await follow(browser.fetch, url) }),
      close() {},
    }),
    callback: async () => {},
  };
  const userManager = new UserManager(
    {
      authority: provider.issuer,
      client_id: CLIENT_ID,
      redirect_uri: CALLBACK,
      silent_redirect_uri: CALLBACK,
      scope: "openid profile",
      automaticSilentRenew: false,
      userStore: new WebStorageStateStore({ store: createStore() }),
      stateStore: new WebStorageStateStore({ store: createStore() }),
      ...settings,
    },
    navigator,
    navigator,
    navigator,
  );
  return { browser, userManager };
}

async function follow(fetch: typeof globalThis.fetch, start: string): Promise<string> {
  let url = start;
  while (!url.startsWith(CALLBACK)) {
    const response = await fetch(url, { redirect: "manual" });
    const location = response.headers.get("location");
    if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url).href;
  }
  return url;
}

/** Creates storage for one browser, because all tests of a file share jsdom's storage. */
function createStore(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    clear: () => map.clear(),
    getItem: (name) => map.get(name) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (name) => void map.delete(name),
    setItem: (name, value) => void map.set(name, value),
  };
}
