import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";

const CALLBACK = "https://app.example.com/callback";

/** An OpenID provider of the certified package `oidc-provider`. It serves HTTP and has one public client. */
export interface TestOidcProvider {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly clientId: string;
  /** Signs a user in with an authorization code and PKCE. Returns the ID token. */
  signIn(accountId: string): Promise<string>;
  close(): Promise<void>;
}

export async function startOidcProvider(): Promise<TestOidcProvider> {
  const server = createServer();
  const { port, close } = await listenOnFreePort(server);
  const issuer = `http://127.0.0.1:${port}`;
  const clientId = "app";
  const provider = await createProvider(issuer, clientId);
  server.on("request", provider.callback());
  return {
    issuer,
    jwksUrl: `${issuer}/jwks`,
    clientId,
    signIn: (accountId) => signIn(issuer, clientId, accountId),
    close,
  };
}

async function createProvider(issuer: string, clientId: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "oidc-key", alg: "RS256", use: "sig" }] },
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: [CALLBACK],
      },
    ],
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    // The app is a first-party client, so the provider does not ask for consent.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session?.accountId ?? "", clientId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    const { params } = await provider.interactionDetails(ctx.req, ctx.res);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: String(params["login_hint"]) } });
    // Koa must not respond, because the response has already been written without Koa.
    ctx.respond = false;
  });
  return provider;
}

async function signIn(issuer: string, clientId: string, accountId: string): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid",
    login_hint: accountId,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const code = await followToCallback(`${issuer}/auth?${query}`);
  const response = await fetch(`${issuer}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      client_id: clientId,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    }),
  });
  return ((await response.json()) as { id_token: string }).id_token;
}

async function followToCallback(start: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  while (!url.startsWith(CALLBACK)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    const location = response.headers.get("location");
    if (location === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
      jar.set(name, value);
    }
    url = new URL(location, url).href;
  }
  return new URL(url).searchParams.get("code") ?? "";
}
