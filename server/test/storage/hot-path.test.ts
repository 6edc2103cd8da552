import { PGlite } from "@electric-sql/pglite";
import { type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

let postgres: TestPostgres;
let provider: TestIssuer;
const storages: Record<string, AuthorityStorage> = {};
const time = Date.UTC(2026, 0, 1, 12);
const now = () => time;

beforeAll(async () => {
  [postgres, provider] = await Promise.all([startPostgres(), startIssuer({ now })]);
  storages["embedded"] = await openTestStorage();
  storages["PostgreSQL"] = await openStorage(postgres.url);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  for (const storage of Object.values(storages)) await storage.close();
  await provider.close();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

/** Starts to record the queries of both database drivers. `sent` returns the queries, and `end` stops the recording. */
function countQueries() {
  const spies = [vi.spyOn(pg.Client.prototype, "query"), vi.spyOn(PGlite.prototype, "query")];
  return {
    sent: () => spies.flatMap(({ mock }) => mock.calls.map(([query]) => query)),
    end: () => spies.forEach((spy) => void spy.mockRestore()),
  };
}

test.each(["embedded", "PostgreSQL"])("with filled caches, requests send no query to the %s database", async (kind) => {
  const storage = storages[kind];
  if (storage === undefined) throw new Error("There is no such storage.");
  const authority = await createAuthority({
    // The authority receives no notices and its clock is frozen, so nothing triggers a query.
    storage: { ...storage, subscribe: () => () => {} },
    issuer: "https://auth.example.com",
    secret: "a secret of the hot path's test, long enough",
    allowInsecureJwks: true,
    // A thread route sends one query; this test covers the steps before it.
    threads: false,
    now,
  });
  const { key } = await authority.keys.create({ name: "backend" });
  const { issuer, jwksUrl } = provider;
  await authority.rules.add({ name: "provider", issuer, jwksUrl, audience: AUDIENCE });
  await authority.revocations.add({ kind: "user", subject: "signed-out" });
  const idToken = await provider.sign({ sub: "user-1" });

  // Each request has an address, so that the limits apply.
  const ask = (method: string, path: string, bearer: string, headers: Record<string, string> = {}) =>
    authority.fetch(
      new Request(`http://authority.test${path}`, {
        method,
        headers: { ...headers, Authorization: `Bearer ${bearer}` },
      }),
      { remoteAddress: "203.0.113.1" },
    );
  const mint = (bearer: string) => ask("POST", "/v1/auth/tokens", bearer, { "Aui-Workspace-Id": "workspace-1" });
  const { token } = (await (await mint(key)).json()) as { token: string };
  const all = async () => {
    const replies = [
      await mint(key),
      await ask("POST", "/v1/auth/tokens/exchange", idToken, { Origin: "https://app.example.com" }),
      await ask("GET", "/v1/threads", idToken),
      await ask("GET", "/v1/threads", token),
      await ask("OPTIONS", "/v1/threads", token, { Origin: "https://app.example.com" }),
      await ask("GET", "/.well-known/jwks.json", token),
      await ask("GET", "/v1/threads", `${token}x`),
    ];
    return replies.map(({ status }) => status);
  };
  const expected = [200, 200, 200, 200, 204, 200, 403];

  const queries = countQueries();
  try {
    expect(await all()).toEqual(expected);
    expect(queries.sent()).not.toEqual([]);
    // The first request starts to write the key's time of use in the background. The next such write is due in a
    // minute.
    await expect
      .poll(async () => (await authority.keys.list())[0]?.lastUsedAt, { timeout: 30_000 })
      .toEqual(new Date(time));
    const before = queries.sent().length;
    for (let turn = 0; turn < 50; turn++) expect(await all()).toEqual(expected);
    expect(queries.sent().slice(before)).toEqual([]);
  } finally {
    queries.end();
    await authority.close();
  }
});
