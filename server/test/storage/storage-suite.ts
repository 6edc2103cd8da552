import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrate } from "../../src/storage/migrate.ts";
import { apiKeys, authRules, settingsVersions, signingKeys } from "../../src/storage/schema.ts";
import { runStatements } from "../../src/storage/transaction-statements.ts";
import { anonymous, claimsOf, mint, refresh } from "../support/call.ts";

const secret = "a secret of the storage suite, long enough";
const issuer = "https://auth.example.com";

export function storageSuite(open: () => AuthorityStorage): void {
  let project = 0;
  const options = () => ({ storage: open(), issuer, secret, projectId: `suite-${++project}`, anonymous: true });

  test("migrating a database again changes nothing", async () => {
    await migrate(open());
    await migrate(open());
  });

  test("rejects a database with the schema of a newer server version", async () => {
    const storage = open();
    await storage.run((database) =>
      database.execute(sql`insert into authority_migrations (name, applied_at) values ('9999_future', now())`),
    );
    await expect(migrate(storage)).rejects.toMatchObject({
      code: "storage_newer",
      remedy: expect.stringContaining("Upgrade"),
    });
    await storage.run((database) => database.execute(sql`delete from authority_migrations where name = '9999_future'`));
  });

  test("a failed transaction leaves no changes", async () => {
    const storage = open();
    const failing = storage.transaction(async (database) => {
      await database.insert(settingsVersions).values({ projectId: "rotated-back", version: 1 });
      throw new Error("stop");
    });
    await expect(failing).rejects.toMatchObject({ code: "storage_unreachable" });
    const rows = await storage.run((database) => database.select().from(settingsVersions));
    expect(rows.map(({ projectId }) => projectId)).not.toContain("rotated-back");
  });

  test.each(["40P01", "40001"])("repeats an aborted statement or transaction at most twice (%s)", async (code) => {
    const storage = open();
    const run = (text: string) => storage.statement(text, []);
    // A rollback does not reset a sequence, so the sequence counts the attempts.
    await run("create sequence if not exists attempts");
    await run(`create or replace function abort_before(attempt int, code text) returns int language plpgsql as $$ begin
        if nextval('attempts') < attempt then raise exception using errcode = code; end if; return attempt; end $$`);
    const abortBefore = (attempt: number) => `select abort_before(${attempt}, '${code}') as attempt`;
    const transact = (text: string) => runStatements(storage, (runWithin) => runWithin(text, []));
    for (const send of [run, transact]) {
      await run("alter sequence attempts restart");
      expect(await send(abortBefore(3))).toEqual([{ attempt: 3 }]);
      await run("alter sequence attempts restart");
      await expect(send(abortBefore(5))).rejects.toMatchObject({ message: expect.stringContaining(code) });
      expect(await run("select nextval('attempts')::int as attempt")).toEqual([{ attempt: 4 }]);
      await run("alter sequence attempts restart");
      await expect(send(abortBefore(3).replace(code, "23505"))).rejects.toThrow("23505");
      expect(await run("select nextval('attempts')::int as attempt")).toEqual([{ attempt: 2 }]);
    }
  });

  test("the database returns numbers, dates, lists and booleans as they were stored", async () => {
    const storage = open();
    const moment = new Date(Date.UTC(2026, 0, 1, 12, 30, 15, 123));
    const row = {
      id: "rule_types",
      projectId: "types",
      name: "ünïcode 😀",
      issuers: ["https://a.example", "https://b.example"],
      jwksUrl: "https://a.example/jwks",
      audiences: [],
      anyAudience: true,
      algorithms: ["RS256"],
      userClaim: "sub",
      workspace: `\${sub}`,
      createdAt: moment,
      provider: "clerk",
      audienceClaim: "aud",
      requiredClaims: { azp: "app", level: 2, verified: true },
      enabled: false,
      revision: 7,
      updatedAt: null,
    };
    await storage.run((database) => database.insert(authRules).values(row));
    await storage.run((database) => database.insert(settingsVersions).values({ projectId: "types", version: 2 ** 40 }));
    const [rules, versions] = await storage.run((database) =>
      Promise.all([
        database.select().from(authRules).where(sql`id = 'rule_types'`),
        database.select().from(settingsVersions).where(sql`project_id = 'types'`),
      ]),
    );
    expect(rules).toEqual([row]);
    expect(versions).toEqual([{ projectId: "types", version: 2 ** 40 }]);
  });

  test("every change of the settings increments the settings version", async () => {
    const chosen = options();
    const authority = await createAuthority(chosen);
    const { id, key } = await authority.keys.create({ name: "backend" });
    const minted = claimsOf(await mint(authority, key));
    expect(minted).toMatchObject({ workspace_id: "workspace-1", project_id: chosen.projectId });
    const { body } = await anonymous(authority);
    const { token } = body["refresh_token"] as { token: string };
    expect((await refresh(authority, token)).status).toBe(200);
    await authority.keys.revoke(id);
    expect((await mint(authority, key)).status).toBe(403);
    await authority.close();
    const version = await chosen.storage.run((database) =>
      database.select().from(settingsVersions).where(sql`project_id = ${chosen.projectId}`),
    );
    // Three changes raised the version: the first signing key, the new API key, and the key's revocation.
    expect(version).toEqual([{ projectId: chosen.projectId, version: 3 }]);
  });

  test("authorities that start concurrently create one signing key for a new project", async () => {
    const chosen = options();
    const started = await Promise.all(Array.from({ length: 10 }, () => createAuthority(chosen)));
    const keys = await chosen.storage.run((database) =>
      database.select().from(signingKeys).where(sql`project_id = ${chosen.projectId}`),
    );
    expect(keys).toHaveLength(1);
    const { key } = await (started[0] as (typeof started)[number]).keys.create({ name: "shared" });
    const minted = await Promise.all(started.map((authority) => mint(authority, key)));
    expect(minted.map(({ status }) => status)).toEqual(started.map(() => 200));
    await Promise.all(started.map((authority) => authority.close()));
  });

  test("rejects a second API key with the same hash", async () => {
    const storage = open();
    const row = (id: string) => ({
      id,
      projectId: "unique",
      name: "n",
      hash: "same",
      suffix: "abcd",
      createdAt: new Date(),
    });
    await storage.run((database) => database.insert(apiKeys).values(row("key_1")));
    await expect(storage.run((database) => database.insert(apiKeys).values(row("key_2")))).rejects.toMatchObject({
      code: "storage_unreachable",
    });
  });
}
