import { createServer } from "node:net";
import { type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { createSetUpUrls } from "../../src/admin/set-up-urls.ts";
import { checkAccess } from "../../src/doctor/check-access.ts";
import { anonymous, claimsOf, mint, refresh } from "../support/call.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { startTransactionPooler } from "../support/start-transaction-pooler.ts";
import { storageSuite } from "./storage-suite.ts";

const issuer = "https://auth.example.com";
const secret = "a secret of the PostgreSQL tests, long enough";
let postgres: TestPostgres;
let storages: AuthorityStorage[];
let storage: AuthorityStorage;

beforeAll(async () => {
  postgres = await startPostgres();
  // Simulate ten processes that start at once on an empty database.
  storages = await Promise.all(Array.from({ length: 10 }, () => openStorage(postgres.url)));
  [storage] = storages as [AuthorityStorage];
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await Promise.all(storages.map((each) => each.close()));
  await postgres.remove();
});

describe("a PostgreSQL server", () => {
  storageSuite(() => storage);

  test("S95 `doctor` reports missing privileges and a read-only session, each with a remedy", async () => {
    const checkAfter = (...statements: string[]) =>
      storage.transaction(async (database) => {
        for (const statement of statements) await database.execute(sql.raw(statement));
        return checkAccess({ kind: "postgres", run: (queries) => queries(database) });
      });
    expect(await checkAfter()).toMatchObject([{ check: "database_access", outcome: "ok" }]);
    const read = "grant select on all tables in schema public to limited";
    expect(await checkAfter("create role limited", read, "set local role limited")).toMatchObject([
      {
        outcome: "failed",
        message: expect.stringMatching(/table \w+ and \d+ more/),
        remedy: expect.stringContaining('TO "limited"'),
      },
    ]);
    expect(await checkAfter("set transaction read only")).toMatchObject([
      { outcome: "failed", message: expect.stringContaining("read-only") },
    ]);
  });

  test("ten pools that start concurrently create one schema and one signing key", async () => {
    const authorities = await Promise.all(
      storages.map((each) => createAuthority({ storage: each, issuer, secret, projectId: "ten" })),
    );
    const [first, ...others] = authorities as [(typeof authorities)[number], ...typeof authorities];
    const { key } = await first.keys.create({ name: "shared" });
    for (const authority of others) {
      expect(claimsOf(await mint(authority, key))).toMatchObject({ project_id: "ten" });
    }
    const jwks = await first.fetch(new Request("http://a.test/.well-known/jwks.json"));
    expect(((await jwks.json()) as { keys: unknown[] }).keys).toHaveLength(1);
    await Promise.all(authorities.map((authority) => authority.close()));
  });

  test("S92 if several processes start concurrently, only one of their set-up links is valid", async () => {
    const links = await Promise.all(
      storages.map((each) => createSetUpUrls(each, { projectId: "default", now: Date.now, issuer }).createFirst()),
    );
    expect(new Set(links).size).toBe(10);
    const { rows } = (await storage.run((database) =>
      database.execute("select count(*)::int as links from admin_sessions where kind = 'setup'"),
    )) as unknown as { rows: unknown[] };
    expect(rows).toEqual([{ links: 1 }]);
  });

  test("PostgreSQL storage requires a secret in the settings", async () => {
    await expect(createAuthority({ storage, issuer })).rejects.toMatchObject({
      code: "invalid_setting",
      remedy: expect.stringContaining("AUTHORITY_SECRET"),
    });
  });

  test("S52 during a database outage, cached API keys still work, and visitors get 503", async () => {
    const authority = await createAuthority({ storage, issuer, secret, projectId: "outage", anonymous: true });
    const { key } = await authority.keys.create({ name: "backend" });
    const { token } = (await anonymous(authority)).body["refresh_token"] as { token: string };
    expect((await mint(authority, key)).status).toBe(200);
    await authority.close();
    await postgres.stop();
    expect(await refresh(authority, token)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
    expect((await anonymous(authority)).status).toBe(503);
    expect((await mint(authority, key)).status).toBe(200);
    await postgres.start();
    await expect.poll(async () => (await refresh(authority, token)).status).toBe(200);
    await authority.close();
  });
});

describe("S95 the errors that PostgreSQL itself returns", () => {
  const urlOf = (user: string) => {
    const url = new URL(postgres.url);
    [url.username, url.password, url.pathname] = [user, "hunter2", "/refusals"];
    return url.href;
  };
  beforeAll(async () => {
    await storage.statement("create database refusals", []);
    await storage.statement("create role stranger login password 'hunter2'", []);
    await storage.statement("create role reader login password 'hunter2'", []);
    await storage.statement("alter role reader set default_transaction_read_only = on", []);
  });

  test.each([
    ["stranger", /denied permission .*SQLSTATE 42501/, /GRANT/],
    ["reader", /SQLSTATE (25006|42501)/, /primary|GRANT/],
    ["nobody", /rejected the user or password .*SQLSTATE 28P01/, /database URL/],
  ])("S95 a connection as the database role %s causes an error with a remedy", async (user, message, remedy) => {
    const thrown = await openStorage(urlOf(user)).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "storage_unreachable",
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(JSON.stringify([thrown, String(thrown)])).not.toContain("hunter2");
  });
});

describe("the prepared statements of the request path", () => {
  const PREPARED = "select statement from pg_prepared_statements order by statement";
  const openOwn = () => openStorage(postgres.url);

  test("prepares each statement only once per database session", async () => {
    const own = await openOwn();
    const double = "select $1::int * 2 as doubled";
    for (const value of [1, 2, 3]) {
      expect(await own.prepared(double, [value])).toEqual([{ doubled: value * 2 }]);
    }
    expect(await own.prepared(PREPARED, [])).toEqual([{ statement: double }, { statement: PREPARED }]);
    await own.statement("select 'not prepared' as other", []);
    expect(await own.prepared(PREPARED, [])).toEqual([{ statement: double }, { statement: PREPARED }]);
    await own.close();
  });

  test("prepares no statement if a connection pooler is used", async () => {
    const pooler = await startTransactionPooler(postgres.url);
    const own = await openStorage(pooler.url);
    for (let count = 0; count < 6; count += 1) {
      expect(await own.prepared(PREPARED, [])).toEqual([]);
    }
    await own.close();
    await pooler.remove();
  });

  test("if a session has lost a prepared statement, sends the statement again without preparing it", async () => {
    const own = await openOwn();
    await own.prepared("select 1 as one", []);
    await own.prepared("deallocate all", []);
    expect(await own.prepared("select 1 as one", [])).toEqual([{ one: 1 }]);
    expect(await own.prepared(PREPARED, [])).toEqual([]);
    await own.close();
  });

  test("a prepared statement still works after a migration changes its result columns", async () => {
    const own = await openOwn();
    await own.prepared("create table migrated (value int)", []);
    await own.prepared("insert into migrated values (1)", []);
    expect(await own.prepared("select * from migrated", [])).toEqual([{ value: 1 }]);
    await own.prepared("alter table migrated add column more text", []);
    expect(await own.prepared("select * from migrated", [])).toEqual([{ value: 1, more: null }]);
    await own.close();
  });

  test("reports a constraint violation in a prepared statement without running the statement again", async () => {
    const own = await openOwn();
    await own.prepared("create table counted (value int check (value < 10))", []);
    const insert = "insert into counted values ($1::int)";
    await own.prepared(insert, [1]);
    await expect(own.prepared(insert, [10])).rejects.toMatchObject({ code: "storage_unreachable" });
    expect(await own.prepared("select value from counted", [])).toEqual([{ value: 1 }]);
    await own.close();
  });
});

describe("an invalid or unreachable database URL", () => {
  test("if no server listens at the URL, the error contains the host and port but not the password", async () => {
    const port = await freePort();
    const opening = openStorage(`postgres://user:hunter2@127.0.0.1:${port}/db`);
    const error = await opening.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "storage_unreachable",
      message: expect.stringContaining(`127.0.0.1:${port}/db`),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain("hunter2");
  });

  test("times out if the database server accepts a connection but never responds", async () => {
    const { port, close } = await listenOnFreePort(createServer((socket) => socket.on("error", () => {}).resume()));
    await expect(openStorage(`postgres://user@127.0.0.1:${port}/db`)).rejects.toMatchObject({
      code: "storage_unreachable",
    });
    await close();
  });

  test("a wrong password and a missing database cause different errors", async () => {
    const wrongPassword = new URL(postgres.url);
    wrongPassword.password = "wrong";
    await expect(openStorage(wrongPassword.href)).rejects.toMatchObject({
      message: expect.stringContaining("password"),
    });
    const noDatabase = new URL(postgres.url);
    noDatabase.pathname = "/nowhere";
    await expect(openStorage(noDatabase.href)).rejects.toMatchObject({
      message: expect.stringContaining("no such database"),
    });
  });

  test("rejects a malformed database URL", async () => {
    await expect(openStorage("postgres://[bad")).rejects.toMatchObject({ code: "invalid_setting" });
  });
});
