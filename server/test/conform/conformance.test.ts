import { type AuthorityServer, createAuthority, serveAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import type { Assertion } from "../../src/conform/assertions.ts";
import { formatJsonReport, formatTapLine } from "../../src/conform/format-report.ts";
import { conformanceGroups, runConformance } from "../../src/conform/run-conformance.ts";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const secret = "a secret of the conformance tests, long";

/** Starts an authority that uses `storage`. Returns the results of the conformance tests against this authority. */
async function examine(storage: AuthorityStorage): Promise<Assertion[]> {
  // The port must be known in advance, because signed file URLs start with the issuer.
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const authority = await createAuthority({ storage, issuer, anonymous: true, secret });
  const server = await serveAuthority({ authority, port, dashboardFolder: null });
  try {
    const { key } = await authority.keys.create({ name: "n" });
    return await runConformance({ baseUrl: server.url, apiKey: key, tokenCommand: null });
  } finally {
    await server.close();
    await authority.close();
  }
}

const failed = (assertions: readonly Assertion[]) => assertions.filter(({ ok }) => !ok);

describe("the conformance of this server", { timeout: STORAGE_TIMEOUT_MS }, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, STORAGE_TIMEOUT_MS);
  afterAll(() => postgres.remove());

  test.each([
    ["PGlite", () => openTestStorage()],
    ["PostgreSQL", () => openStorage(postgres.url)],
  ])("the server with a %s database passes more than 200 conformance assertions and fails none", async (_, open) => {
    const storage = await open();
    try {
      const assertions = await examine(storage);
      expect(failed(assertions)).toEqual([]);
      expect(assertions.length).toBeGreaterThan(200);
      expect(new Set(assertions.map(({ group }) => group)).size).toBe(conformanceGroups.length);
    } finally {
      await storage.close();
    }
  });
});

describe("the conformance of a server without threads", () => {
  let server: AuthorityServer;
  let storage: AuthorityStorage;
  let report: Assertion[];
  beforeAll(async () => {
    storage = await openTestStorage();
    const authority = await createAuthority({ storage, issuer: "https://auth.example.com", threads: false, secret });
    server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
    const { key } = await authority.keys.create({ name: "n" });
    report = await runConformance({ baseUrl: server.url, apiKey: key, tokenCommand: null });
  }, STORAGE_TIMEOUT_MS);
  afterAll(async () => {
    await server.close();
    await storage.close();
  });

  test("a server whose thread API is off passes the conformance group `tokens` and fails all other groups", () => {
    const groups = new Set(failed(report).map(({ group }) => group));
    expect([...conformanceGroups.map(({ name }) => name)].filter((name) => !groups.has(name))).toEqual(["tokens"]);
  });

  test("the TAP and JSON reports of a conformance run contain the same number of failures", () => {
    const lines = report.map((assertion, index) => formatTapLine(assertion, index + 1));
    expect(lines.filter((line) => line.startsWith("not ok "))).toHaveLength(failed(report).length);
    const { passed, failed: count } = JSON.parse(formatJsonReport(report));
    expect({ passed, count }).toEqual({ passed: report.length - failed(report).length, count: failed(report).length });
  });
});
