import { AssistantCloud, CloudAPIError } from "assistant-cloud";
import {
  type Authority,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "./support/start-issuer.ts";

let storage: AuthorityStorage;
let authority: Authority;
let server: AuthorityServer;
let provider: TestIssuer;

beforeAll(async () => {
  [storage, provider] = await Promise.all([openTestStorage(), startIssuer()]);
  authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    anonymous: true,
    allowInsecureJwks: true,
  });
  await authority.rules.add({
    name: "provider",
    issuer: provider.issuer,
    jwksUrl: provider.jwksUrl,
    audience: AUDIENCE,
  });
  server = await serveAuthority({ authority, port: 0 });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await authority.close();
  await provider.close();
  await storage.close();
});

/** The bearer tokens of the sent requests, in order. A request without a bearer token adds an empty string. */
const sent: string[] = [];
beforeEach(() => {
  sent.length = 0;
  const realFetch = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    sent.push(new Headers(init?.headers).get("Authorization")?.replace("Bearer ", "") ?? "");
    return realFetch(input, init);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the npm package assistant-cloud as a client of this server", () => {
  test("the assistant-cloud client mints a token with an API key", async () => {
    const { key } = await authority.keys.create({ name: "backend" });
    const cloud = new AssistantCloud({
      baseUrl: server.url,
      apiKey: key,
      userId: "user-1",
      workspaceId: "org-1:user-1",
    });
    const { token } = await cloud.auth.tokens.create();
    expect(decodeJwt(token)).toMatchObject({
      sub: "user-1",
      workspace_id: "org-1:user-1",
      iss: "https://auth.example.com",
    });
  });

  test("if an API key is rejected, the assistant-cloud client throws an error with the reason", async () => {
    const { key, id } = await authority.keys.create({ name: "revoked" });
    await authority.keys.revoke(id);
    const cloud = new AssistantCloud({ baseUrl: server.url, apiKey: key, userId: "u", workspaceId: "w" });
    const error = await cloud.auth.tokens.create().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CloudAPIError);
    expect(error).toMatchObject({
      status: 403,
      code: "Unknown or expired API key",
      message: "Unknown or expired API key",
    });
  });

  test("the assistant-cloud client exchanges a provider token once, then sends the workspace token", async () => {
    const idToken = await provider.sign();
    const authToken = vi.fn(async () => idToken);
    const cloud = new AssistantCloud({ baseUrl: server.url, authToken });
    expect(await cloud.threads.list()).toEqual({ threads: [] });
    await cloud.threads.list();
    await cloud.threads.list();
    expect(authToken).toHaveBeenCalledTimes(1);
    const [first, second = "", third] = sent;
    expect(first).toBe(idToken);
    expect(decodeJwt(second)).toMatchObject({ sub: "user-1", workspace_id: "user-1", iss: "https://auth.example.com" });
    // The server returns a workspace token for a provider token, but no new one for a workspace token.
    expect(third).toBe(second);
  });

  test("if `authToken` returns a workspace token, the assistant-cloud client sends it in each request", async () => {
    const { key } = await authority.keys.create({ name: "backend" });
    const backend = new AssistantCloud({ baseUrl: server.url, apiKey: key, userId: "user-2", workspaceId: "w-2" });
    const { token } = await backend.auth.tokens.create();
    const cloud = new AssistantCloud({ baseUrl: server.url, authToken: async () => token });
    expect(await cloud.threads.list()).toEqual({ threads: [] });
    await cloud.threads.list();
    expect(sent.slice(-2)).toEqual([token, token]);
  });

  test("S51 all clients in a browser have the same anonymous user id, but different refresh tokens", async () => {
    const stored = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    });
    const visit = async () => {
      sent.length = 0;
      await new AssistantCloud({ baseUrl: server.url, anonymous: true }).threads.list();
      return decodeJwt(sent.at(-1) ?? "").sub;
    };
    const visitor = await visit();
    expect(visitor).toMatch(/^usr_anon_0/);
    expect([...stored.keys()]).toEqual([`aui:refresh_token:${server.url}`]);
    const [first] = stored.values();
    expect(await visit()).toBe(visitor);
    const [second] = stored.values();
    expect(second).not.toBe(first);
    expect(await visit()).toBe(visitor);
    // Simulate a lost response: the client still has the previous refresh token.
    stored.set(`aui:refresh_token:${server.url}`, second ?? "");
    expect(await visit()).toBe(visitor);
    stored.clear();
    expect(await visit()).not.toBe(visitor);
  });

  test("the assistant-cloud client creates a thread and lists it", async () => {
    const cloud = new AssistantCloud({ baseUrl: server.url, authToken: () => provider.sign() });
    const { thread_id } = await cloud.threads.create({ last_message_at: new Date() });
    expect((await cloud.threads.list()).threads).toMatchObject([{ id: thread_id }]);
  });

  test("if threads are disabled, the assistant-cloud client gets 404 for a thread request", async () => {
    const options = { storage, issuer: "https://auth.example.com", allowInsecureJwks: true, threads: false };
    const plain = await createAuthority(options);
    const other = await serveAuthority({ authority: plain, port: 0 });
    const cloud = new AssistantCloud({ baseUrl: other.url, authToken: () => provider.sign() });
    const creating = cloud.threads.create({ last_message_at: new Date() });
    await expect(creating).rejects.toMatchObject({ status: 404, code: "Not Found" });
    await other.close();
    await plain.close();
  });
});
