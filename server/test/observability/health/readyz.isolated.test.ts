import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createReadiness } from "../../../src/observability/health/create-readiness.ts";
import { call } from "../../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";

let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
afterEach(() => {
  vi.useRealTimers();
});

test("S67 /readyz and /healthz respond to any caller and forbid caching", async () => {
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com" });
  const ready = await call(authority, "/readyz");
  expect(ready).toMatchObject({ status: 200, body: { ready: true, missing: [] } });
  expect(await call(authority, "/healthz")).toMatchObject({ status: 200, body: { ok: true } });
  expect(ready.headers.get("Cache-Control")).toBe("no-store");
});

test("S67 while the database is unreachable, /readyz returns 503 and /healthz returns 200", async () => {
  let isAway = false;
  const flaky: AuthorityStorage = {
    ...storage,
    run: (queries) =>
      isAway ? Promise.reject(new Error("connect ECONNREFUSED db.internal:5432 as admin")) : storage.run(queries),
  };
  const authority = await createAuthority({ storage: flaky, issuer: "https://auth.example.com" });
  isAway = true;
  expect(await call(authority, "/readyz")).toMatchObject({
    status: 503,
    body: { ready: false, missing: ["database"] },
  });
  expect(Object.keys((await call(authority, "/readyz")).body)).toEqual(["ready", "missing"]);
  expect(await call(authority, "/healthz")).toMatchObject({ status: 200 });
  isAway = false;
  expect(await call(authority, "/readyz")).toMatchObject({ status: 200 });
});

test("S67 if the database does not respond within a second, /readyz lists `database` under `missing`", async () => {
  vi.useFakeTimers();
  let queries = 0;
  const stuck = {
    run: () => {
      queries++;
      return new Promise<never>(() => {});
    },
  };
  const check = createReadiness(stuck, { get: async () => Promise.reject(new Error("sealed with another secret")) });
  const reports = Promise.all([check(), check(), check()]);
  await vi.advanceTimersByTimeAsync(999);
  const settled = vi.fn();
  void reports.then(settled);
  await vi.advanceTimersByTimeAsync(0);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await reports).toEqual(Array(3).fill({ ready: false, missing: ["database", "signing_key"] }));
  expect(queries).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
