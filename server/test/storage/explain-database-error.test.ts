import { expect, test } from "vitest";
import { createStorage } from "../../src/storage/authority-storage.ts";
import { explainDatabaseError } from "../../src/storage/explain-database-error.ts";

const failure = (code: string) => Object.assign(new Error("password hunter2 of ada@example.com"), { code });

test.each([
  ["42501", /denied permission .*\(SQLSTATE 42501\)/, /GRANT/],
  ["3F000", /no schema/, /search_path/],
  ["42P01", /lacks a table/, /Start `serve` once/],
  ["25006", /read-only/, /primary/],
  ["53300", /no free connections/, /max_connections/],
  ["57P03", /starting/, /Wait/],
  ["28P01", /rejected the user or password/, /database URL/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /certificate that this machine does not trust/, /sslrootcert=/],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", /does not trust/, /sslrootcert=/],
  ["CERT_HAS_EXPIRED", /has expired/, /Renew/],
  ["XX000", /\(SQLSTATE XX000\)/, /list of error codes/],
])("S95 reports the database error %s with its cause and a remedy", async (code, problem, remedy) => {
  // Drizzle wraps the database's error in its own error.
  const cause = new Error("Failed query: select hunter2", { cause: failure(code) });
  const reason = explainDatabaseError(cause);
  expect(reason).toEqual({ problem: expect.stringMatching(problem), remedy: expect.stringMatching(remedy) });
  const storage = createStorage({
    ...{ kind: "postgres", localSecret: null, database: {} as never, close: async () => {} },
    query: () => Promise.reject(cause),
  });
  const thrown = await storage.statement("select 1", []).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: "storage_unreachable", remedy: expect.stringMatching(remedy) });
  expect(JSON.stringify([thrown, String(thrown)])).not.toMatch(/hunter2|ada@/);
});

test("S95 reports no cause for an error without a PostgreSQL code", () => {
  expect(explainDatabaseError(new Error("x"))).toBe(null);
  for (const code of ["ECONNREFUSED", "EPIPE", "EPERM", "EBUSY"])
    expect(explainDatabaseError(failure(code))).toBe(null);
});
