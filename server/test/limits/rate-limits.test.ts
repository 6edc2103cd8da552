import {
  type Authority,
  type AuthorityOptions,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  openStorage,
  serveAuthority,
} from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { Refusal } from "../../src/base/refusal.ts";
import type { AuthoritySettings } from "../../src/config/authority-settings.ts";
import { createApiKey } from "../../src/keys/api-key-format.ts";
import { createRateLimits } from "../../src/limits/rate-limits.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { rawRequest } from "../support/raw-request.ts";

const secret = "a secret of the limit tests, long enough";
let embedded: AuthorityStorage;
let postgres: TestPostgres;
const open: { close(): Promise<void> }[] = [];
let project = 0;

beforeAll(async () => {
  [embedded, postgres] = await Promise.all([openTestStorage(), startPostgres()]);
}, STORAGE_TIMEOUT_MS);
afterEach(async () => {
  vi.useRealTimers();
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(async () => {
  await embedded.close();
  await postgres.remove();
});

async function start(
  options: Partial<AuthorityOptions> = {},
): Promise<{ authority: Authority; server: AuthorityServer }> {
  const authority = await createAuthority({
    storage: embedded,
    issuer: "https://auth.example.com",
    projectId: `limits-${++project}`,
    secret,
    anonymous: true,
    ...options,
  });
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
  open.push(authority, server);
  return { authority, server };
}

/** Sends a POST request as raw bytes, because `fetch` would join two `X-Forwarded-For` headers into one. */
const post = (server: AuthorityServer, path: string, headers: string[] = [], body = "") =>
  rawRequest(
    server.port,
    [`POST ${path} HTTP/1.1`, "Host: localhost", `Content-Length: ${Buffer.byteLength(body)}`, ...headers],
    body,
  );
const mint = async (server: AuthorityServer, bearer: string) =>
  (await post(server, "/v1/auth/tokens", [`Authorization: Bearer ${bearer}`, "Aui-Workspace-Id: w"])).status;
const ANONYMOUS = "/v1/auth/tokens/anonymous";
const REFRESH = "/v1/auth/tokens/refresh";
const from = (...addresses: string[]) => addresses.map((address) => `X-Forwarded-For: ${address}`);

describe("rate limits per client address", () => {
  test("S56 allows 30 new visitors per minute and address, then returns 429", async () => {
    const { server } = await start();
    for (let count = 0; count < 30; count++) expect((await post(server, ANONYMOUS)).status).toBe(200);
    const { status, text } = await post(server, ANONYMOUS);
    expect(status).toBe(429);
    expect(text).toMatch(/\r\nretry-after: ([1-9]|[1-5]\d|60)\r\n/i);
    expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "")).toMatchObject({ error: "rate_limited", code: "rate_limited" });
  });

  test("S56 allows 120 refreshes per minute and address, then returns 429 without reading the body", async () => {
    const { server } = await start();
    for (let count = 0; count < 120; count++) expect((await post(server, REFRESH, [], "{")).status).toBe(400);
    expect((await post(server, REFRESH, [], "{")).status).toBe(429);
    // Visitors and refreshes are counted separately.
    expect((await post(server, ANONYMOUS)).status).toBe(200);
  });

  test("S56 a forged X-Forwarded-For header does not reset a rate limit", async () => {
    for (const trustedProxies of [0, 1, ["127.0.0.0/8"]]) {
      const { server } = await start({ trustedProxies, rateLimits: { anonymousPerMinute: 2 } });
      const statuses: number[] = [];
      for (let count = 0; count < 4; count++) {
        statuses.push((await post(server, ANONYMOUS, from(`198.51.100.${count}, 203.0.113.9`))).status);
      }
      expect(statuses).toEqual([200, 200, 429, 429]);
    }
  });

  test("S56 behind a trusted proxy, limits IPv4 callers by address and IPv6 callers by network", async () => {
    const { server } = await start({ trustedProxies: ["127.0.0.1"], rateLimits: { anonymousPerMinute: 1 } });
    const statusOf = async (...addresses: string[]) => (await post(server, ANONYMOUS, from(...addresses))).status;
    expect(await statusOf("203.0.113.1")).toBe(200);
    expect(await statusOf("::ffff:203.0.113.1")).toBe(429);
    expect(await statusOf("203.0.113.2")).toBe(200);
    expect(await statusOf("2001:db8:1:2::1")).toBe(200);
    expect(await statusOf("2001:db8:1:2:ffff::1")).toBe(429);
    expect(await statusOf("2001:db8:1:3::1")).toBe(200);
    // The addresses of a second header line are appended to the list.
    expect(await statusOf("203.0.113.3", "203.0.113.2")).toBe(429);
  });

  test("S56 an address that sent too many rejected API keys can still use a valid cached key", async () => {
    const projectId = `limits-${project + 1}`;
    const { authority, server } = await start({ rateLimits: { failedKeysPerMinute: 3 } });
    const { key } = await authority.keys.create({ name: "good" });
    const unused = (await authority.keys.create({ name: "not seen yet" })).key;
    expect(await mint(server, key)).toBe(200);
    for (const bad of [createApiKey(projectId), "sk_aui_proj_nonsense", createApiKey(projectId)]) {
      expect(await mint(server, bad)).toBe(403);
    }
    expect(await mint(server, createApiKey(projectId))).toBe(429);
    expect(await mint(server, unused)).toBe(429);
    expect(await mint(server, key)).toBe(200);
  });

  test("S56 counts an expired API key as a rejected key, even if the key is cached", async () => {
    let time = Date.now();
    const { authority, server } = await start({ rateLimits: { failedKeysPerMinute: 2 }, now: () => time });
    const { key } = await authority.keys.create({ name: "short", expiresAt: new Date(time + 5_000) });
    const thrice = async () => [await mint(server, key), await mint(server, key), await mint(server, key)];
    expect(await thrice()).toEqual([200, 200, 200]);
    time += 5_000;
    expect(await thrice()).toEqual([403, 403, 429]);
  });

  test("S56 an address that sent too many rejected API keys can try another key after one minute", async () => {
    vi.useFakeTimers();
    const rateLimits = { anonymousPerMinute: 1, refreshPerMinute: 1, failedKeysPerMinute: 2 };
    const limits = createRateLimits(
      { query: null } as AuthorityStorage,
      { rateLimits, projectId: "p" } as AuthoritySettings,
    );
    const refusal = () => limits.keyCheck("203.0.113.1", () => Promise.reject(new Refusal("api_key_unknown")));
    const code = () => refusal().catch((error) => error.code);
    expect([await code(), await code(), await code()]).toEqual(["api_key_unknown", "api_key_unknown", "rate_limited"]);
    vi.advanceTimersByTime(60_000);
    expect(await code()).toBe("api_key_unknown");
  });

  test("counts no requests if limits are disabled or the caller's address is unknown", async () => {
    const { server } = await start({ rateLimits: false });
    for (let count = 0; count < 40; count++) expect((await post(server, ANONYMOUS)).status).toBe(200);
    const { authority } = await start({ rateLimits: { anonymousPerMinute: 1 } });
    const request = () => authority.fetch(new Request(`http://authority.test${ANONYMOUS}`, { method: "POST" }));
    expect([(await request()).status, (await request()).status]).toEqual([200, 200]);
  });

  test("S26 S56 counts the requests of each project separately", async () => {
    const [first, second] = [await start({ rateLimits: { anonymousPerMinute: 1 } }), await start()];
    expect((await post(first.server, ANONYMOUS)).status).toBe(200);
    expect((await post(first.server, ANONYMOUS)).status).toBe(429);
    expect((await post(second.server, ANONYMOUS)).status).toBe(200);
  });

  test.each([
    [{ rateLimits: { anonymousPerMinute: 0 } }, "rateLimits"],
    [{ rateLimits: { perMinute: 1 } }, "rateLimits"],
    [{ rateLimits: true }, "rateLimits"],
    [{ trustedProxies: 11 }, "trustedProxies"],
    [{ trustedProxies: ["10.0.0.0/33"] }, "trustedProxies"],
    [{ trustedProxies: "10.0.0.0/8" }, "trustedProxies"],
  ])("rejects the options %j and names the option %s", async (options, name) => {
    await expect(start(options as Partial<AuthorityOptions>)).rejects.toMatchObject({
      code: "invalid_setting",
      message: expect.stringContaining(name),
    });
  });
});

describe("rate limits of two processes on PostgreSQL", () => {
  /** Starts two authorities without notices and with a frozen clock, so they never reload cached API keys. */
  async function startTwo(rateLimits: NonNullable<AuthorityOptions["rateLimits"]>) {
    const projectId = `limits-${++project}`;
    const time = Date.now();
    const startOne = async () => {
      const storage = await openStorage(postgres.url);
      open.push(storage);
      const write = vi.fn(storage.query ?? undefined);
      const deaf: AuthorityStorage = { ...storage, query: write, subscribe: () => () => {} };
      return { ...(await start({ storage: deaf, projectId, rateLimits, now: () => time })), write };
    };
    return { projectId, first: await startOne(), second: await startOne() };
  }

  test("S56 all processes share one request count; in a database outage, each process counts in memory", async () => {
    const { projectId, ...both } = await startTwo({
      anonymousPerMinute: 3,
      refreshPerMinute: 2,
      failedKeysPerMinute: 3,
    });
    const [first, second] = [both.first.server, both.second.server];
    expect((await post(first, ANONYMOUS)).status).toBe(200);
    expect((await post(second, ANONYMOUS)).status).toBe(200);
    expect((await post(first, ANONYMOUS)).status).toBe(200);
    expect((await post(second, ANONYMOUS)).status).toBe(429);
    expect((await post(first, ANONYMOUS)).status).toBe(429);
    const body = JSON.stringify({ refresh_token: `refresh_0${"a".repeat(43)}` });
    const bad = createApiKey(projectId);
    expect(await mint(first, bad)).toBe(403);
    await postgres.stop();
    // During the outage, requests are still counted, and the outage is reported as a server error.
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await post(first, REFRESH, [], body)).status);
    expect(statuses).toEqual([503, 503, 429]);
    expect([await mint(first, bad), await mint(first, bad), await mint(first, bad)]).toEqual([403, 403, 429]);
    await postgres.start();
  });

  test("S56 all processes share one count of an address's rejected API keys", async () => {
    const { projectId, first, second } = await startTwo({ failedKeysPerMinute: 4 });
    const { key } = await first.authority.keys.create({ name: "good" });
    expect([await mint(first.server, key), await mint(second.server, key)]).toEqual([200, 200]);
    const guess = ({ server }: typeof first) => mint(server, createApiKey(projectId));
    expect([await guess(first), await guess(first), await guess(second), await guess(second)]).toEqual(
      Array(4).fill(403),
    );
    expect(await guess(second)).toBe(429);
    // The first authority reads the shared count when it adds its own count.
    expect([await guess(first), await guess(first)]).toEqual([403, 429]);
    expect([await mint(first.server, key), await mint(second.server, key)]).toEqual([200, 200]);
  });

  test("S56 with a limit of 5 rejected API keys per minute, 40 rejected keys cause 5 database writes", async () => {
    const { projectId, first } = await startTwo({ failedKeysPerMinute: 5 });
    const { authority, write } = first;
    const { key } = await authority.keys.create({ name: "good" });
    /** Sends 20 concurrent requests and calls `bearer` for each. Returns the distinct statuses of the responses. */
    const flood = async (bearer: () => string) => {
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => {
          const headers = { Authorization: `Bearer ${bearer()}`, "Aui-Workspace-Id": "w" };
          const request = new Request("http://authority.test/v1/auth/tokens", { method: "POST", headers });
          return authority.fetch(request, { remoteAddress: "203.0.113.9" });
        }),
      );
      return new Set(replies.map(({ status }) => status));
    };
    expect(await flood(() => key)).toEqual(new Set([200]));
    const wrong = () => createApiKey(projectId);
    expect(write).toHaveBeenCalledTimes(0);
    expect(await flood(wrong)).toEqual(new Set([403]));
    expect(await flood(wrong)).toEqual(new Set([429]));
    expect(write).toHaveBeenCalledTimes(5);
    expect(await flood(() => key)).toEqual(new Set([200]));
    expect(write).toHaveBeenCalledTimes(5);
  });

  test("S56 counts malformed API keys toward the limit without writing to the database", async () => {
    const { first } = await startTwo({ failedKeysPerMinute: 2 });
    const { server, write } = first;
    const nonsense = () => mint(server, "sk_aui_proj_nonsense");
    expect([await nonsense(), await nonsense(), await nonsense()]).toEqual([403, 403, 429]);
    expect(write).toHaveBeenCalledTimes(0);
  });
});
