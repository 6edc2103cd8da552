import { createAuthority, openStorage } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { createOpenIdAttempts } from "../../src/admin/openid/openid-attempts.ts";
import { createSharedLimiter } from "../../src/limits/shared-limiter.ts";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const HOUR_MS = 3_600_000;
let postgres: TestPostgres;
let storage: AuthorityStorage;
beforeAll(async () => {
  postgres = await startPostgres();
  storage = await openStorage(postgres.url);
}, STORAGE_TIMEOUT_MS);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await storage.close();
  await postgres.remove();
});

test("the limiters of an authority on PostgreSQL start no timers", () => {
  vi.useFakeTimers();
  createSharedLimiter(storage, { keyPrefix: "p", points: 1, duration: 60 });
  createOpenIdAttempts(storage, { secret: "a secret of the limit tests, long enough", now: Date.now });
  expect(vi.getTimerCount()).toBe(0);
});

test("once an hour, a request deletes the counts that expired at least an hour ago", async () => {
  let time = Date.now();
  const authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    secret: "a secret of the limit tests, long enough",
    now: () => time,
  });
  await storage.statement("insert into rate_limits (key, points, expire) values ('old', 1, $1), ('recent', 1, $2)", [
    time - HOUR_MS - 1,
    time - HOUR_MS + 600_000,
  ]);
  const keys = async () => {
    await authority.fetch(new Request("http://authority.test/v1/auth/tokens", { method: "POST" }));
    // `close` waits until the deletion ends.
    await authority.close();
    const rows = await storage.statement("select key from rate_limits order by key", []);
    return rows.map(({ key }) => key);
  };
  expect(await keys()).toEqual(["old", "recent"]);
  time += HOUR_MS;
  expect(await keys()).toEqual(["recent"]);
});
