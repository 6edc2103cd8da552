import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AuthorityServer, serveAuthority } from "../../server/src/index.ts";
import { createTokenHandler, toNodeHandler } from "../../src/backend/index.ts";
import {
  backendTokenSource,
  createTokenEngine,
  providerTokenSource,
  type TokenEngine,
  type TokenSource,
} from "../../src/index.ts";

let authority: TestAuthority;
let api: AuthorityServer;
let app: Server;
let appUrl: string;
let engine: TokenEngine | undefined;

beforeAll(async () => {
  authority = await createTestAuthority();
  api = await serveAuthority({ authority: authority.authority, port: 0 });
  const tokenRoute = toNodeHandler(
    createTokenHandler({
      apiKey: authority.apiKey,
      baseUrl: api.url,
      authorize: (request) =>
        request.headers.get("Cookie") === "session=1" ? { workspaceId: "org_1:user_1", userId: "user_1" } : null,
    }),
  );
  app = createServer((request, response) => void tokenRoute(request, response));
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  await new Promise((resolve) => {
    app.close(resolve);
    app.closeAllConnections();
  });
  await api.close();
  await authority.close();
});
afterEach(() => engine?.dispose());

const start = (tokenSource: TokenSource) => {
  engine = createTokenEngine({ baseUrl: api.url, tokenSource });
  return engine;
};
const verify = (token: string | null) =>
  createWorkspaceTokenVerifier({ issuer: authority.baseUrl, jwksUrl: `${api.url}/.well-known/jwks.json` })(token ?? "");

describe("all flows over real HTTP", () => {
  it("the client exchanges a provider's token for a workspace token over HTTP", async () => {
    const token = await start(
      providerTokenSource({ key: "user_1", getToken: () => authority.issueProviderToken({ sub: "user_1" }) }),
    ).getToken();
    expect(await verify(token)).toMatchObject({ userId: "user_1", workspaceId: "user_1" });
  });

  it("the token route of a Node server mints a token for the signed-in user", async () => {
    const token = await start(
      backendTokenSource({ url: `${appUrl}/api/token`, key: "user_1", init: { headers: { Cookie: "session=1" } } }),
    ).getToken();
    expect(await verify(token)).toMatchObject({ userId: "user_1", workspaceId: "org_1:user_1" });
  });

  it("`getToken()` rejects with `unauthenticated` if the user has no session", async () => {
    await expect(start(backendTokenSource(`${appUrl}/api/token`)).getToken()).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("S58 the token route rejects a request from a page of another site", async () => {
    const response = await fetch(`${appUrl}/api/token`, {
      method: "POST",
      headers: { Cookie: "session=1", Origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
  });

  it("the client reports an unreachable server as a network error", async () => {
    const away = createTokenEngine({
      baseUrl: "http://127.0.0.1:1",
      tokenSource: providerTokenSource({ key: "user_1", getToken: () => authority.issueProviderToken() }),
    });
    await expect(away.getToken()).rejects.toMatchObject({ code: "network", retryable: true });
    away.dispose();
  });
});
