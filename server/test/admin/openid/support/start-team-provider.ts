import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { type ClientMetadata, type KoaContextWithOIDC, Provider } from "oidc-provider";
import { listenOnFreePort } from "../../../../../test/support/listen-on-free-port.ts";

export const CLIENT_ID = "dashboard";
export const CLIENT_SECRET = "a secret between the two, with / and : in it";
export const PUBLIC_CLIENT_ID = "dashboard-public";
export const SYMMETRIC_CLIENT_ID = "dashboard-hs256";

const PEOPLE: Readonly<Record<string, Record<string, unknown>>> = {
  ada: { name: "Ada  Lovelace", email: "Ada@Team.example", email_verified: true, groups: ["staff", "platform"] },
  eve: { name: "eve@elsewhere.example", email: "eve@elsewhere.example", email_verified: true, groups: ["staff"] },
  mallory: { email: "ada@team.example", email_verified: false, groups: ["guests"] },
  trudy: { email: "ada@team.example", email_verified: "true", groups: "platform" },
};

/** A certified OpenID provider that serves a sign-in page for the users of the tests. */
export interface TeamProvider {
  readonly issuer: string;
  /** Until `answerAsUsual` is called, publishes keys that do not verify the provider's signatures. */
  swapKeys(): void;
  /** Until `answerAsUsual` is called, `answer` responds to all requests whose path ends with `pathEnd`. */
  answerWith(pathEnd: string, answer: (response: ServerResponse) => void): void;
  answerAsUsual(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a provider with three registered clients.
 *
 * @param redirectUri the dashboard's redirect URI, registered for each client
 */
export async function startTeamProvider(redirectUri: string): Promise<TeamProvider> {
  const server = createServer();
  const { port, close } = await listenOnFreePort(server);
  const issuer = `http://127.0.0.1:${port}`;
  const { provider, otherKeys } = await createProvider(issuer, redirectUri);
  const usual = provider.callback();
  const special = new Map<string, (response: ServerResponse) => void>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split("?")[0] ?? "";
    const found = [...special].find(([pathEnd]) => path.endsWith(pathEnd))?.[1];
    return found === undefined ? usual(request, response) : found(response);
  };
  server.on("request", answer);
  let open: Server | null = server;
  const stop = async () => {
    if (open === server) await close();
    else if (open !== null) await closeServer(open);
    open = null;
  };
  return {
    issuer,
    swapKeys: () => special.set("/jwks", (response) => sendJson(response, 200, otherKeys)),
    answerWith: (pathEnd, respond) => void special.set(pathEnd, respond),
    answerAsUsual: () => special.clear(),
    stop,
    async start() {
      if (open !== null) return;
      const again = createServer(answer);
      await new Promise<void>((resolve, reject) => again.once("error", reject).listen(port, "127.0.0.1", resolve));
      open = again;
    },
    close: stop,
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function createProvider(issuer: string, redirectUri: string) {
  const jwkOf = async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const own = { kid: "team-key", alg: "RS256", use: "sig" };
    return {
      private: { ...(await exportJWK(privateKey)), ...own },
      public: { ...(await exportJWK(publicKey)), ...own },
    };
  };
  const [signing, other] = [await jwkOf(), await jwkOf()];
  const client = (client_id: string, more: Partial<ClientMetadata>): ClientMetadata => ({
    client_id,
    grant_types: ["authorization_code"],
    response_types: ["code"],
    redirect_uris: [redirectUri],
    ...more,
  });
  const provider = new Provider(issuer, {
    jwks: { keys: [signing.private] },
    clients: [
      client(CLIENT_ID, { client_secret: CLIENT_SECRET }),
      client(PUBLIC_CLIENT_ID, { token_endpoint_auth_method: "none" }),
      client(SYMMETRIC_CLIENT_ID, { client_secret: CLIENT_SECRET, id_token_signed_response_alg: "HS256" }),
    ],
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "HS256"] },
    pkce: { required: () => true },
    scopes: ["openid", "profile", "email", "groups"],
    // The ID token contains only the subject; UserInfo returns the other claims (OpenID Connect Core 1.0 §5.4).
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...PEOPLE[sub] }) }),
    // The dashboard is a first-party client, so the provider asks for no consent.
    async loadExistingGrant(ctx) {
      const { client, session, params } = ctx.oidc;
      const accountId = session?.accountId;
      if (client === undefined || accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId: client.clientId });
      grant.addOIDCScope(String(params?.["scope"]));
      await grant.save();
      return grant;
    },
  });
  provider.use(interactions(provider));
  return { provider, otherKeys: { keys: [other.public] } };
}

function interactions(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    await provider.interactionDetails(ctx.req, ctx.res);
    if (ctx.method === "GET") {
      const button = (value: string, text: string) => `<button name="person" value="${value}">${text}</button>`;
      ctx.type = "html";
      ctx.body = `<!doctype html><html lang="en"><title>Team login</title><link rel="icon" href="data:,"><h1>Team login</h1>
<form method="post">${Object.keys(PEOPLE).map((sub) => button(sub, `I am ${sub}`))}${button("", "Cancel")}</form></html>`;
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    const person = new URLSearchParams(Buffer.concat(chunks).toString()).get("person") ?? "";
    const result = person === "" ? { error: "access_denied" } : { login: { accountId: person } };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  };
}
