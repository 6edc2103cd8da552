import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { REVOKED, setUpRevocations } from "./set-up-revocations.ts";

const { t, backend, revoke, tokenFor, list, statusOf } = setUpRevocations();

test.each([
  ["no property", {}],
  ["a user and a workspace", { user_id: "ada", workspace_id: "org" }],
  ["an unknown field", { user_id: "ada", reason: "lost" }],
  ["an empty id", { user_id: "" }],
  ["an id of 256 characters", { user_id: "x".repeat(256) }],
  ["a visitor as both workspace and user", { user_id: "usr_anon_0x", workspace_id: "usr_anon_0x" }],
  ["an id with a space", { workspace_id: "a b" }],
  ["a timestamp without an offset", { user_id: "ada", issued_before: "2026-01-01T12:00:00" }],
  ["a timestamp in the future", { issued_before: "2026-01-01T12:01:01Z" }],
  ["an array as body", [{ user_id: "ada" }]],
])("returns 400 for a sign-out request with %s", async (_, body) => {
  const token = await tokenFor("ada");
  expect(await revoke(body)).toMatchObject({ status: 400, body: { code: "schema_validation" } });
  expect(await statusOf(token)).toBe(200);
});

test("a sign-out request requires an API key, and is rejected if a web page sends it", async () => {
  const token = await tokenFor("ada");
  expect(await revoke({ user_id: "grace" }, token)).toMatchObject({ status: 403, body: { code: "backend_only" } });
  expect(await revoke({ user_id: "grace" }, backend.key, { Origin: "https://app.example.com" })).toMatchObject({
    status: 403,
  });
  expect(await t.authority.revocations.list()).toEqual([]);
});

test("a repeated sign-out never replaces the sign-out time with an earlier time", async () => {
  t.time += 60_000;
  await t.authority.revocations.add({ kind: "user", subject: "ada@example.com" });
  const again = await revoke({ user_id: "ada@example.com", issued_before: "2026-01-01T12:00:00Z" });
  expect(again.body).toMatchObject({ issued_before: "2026-01-01T12:01:00.000Z", created_by: backend.id });
  const [stored, ...more] = await t.authority.revocations.list();
  expect(more).toEqual([]);
  expect(stored).toMatchObject({ id: again.body["id"], kind: "user", subject: "ada@example.com" });
  const { entries } = await t.authority.audit.list({ action: "tokens.revoke" });
  expect(entries).toMatchObject([
    { target: stored?.id, details: { kind: "user", by: backend.id } },
    { target: stored?.id, details: { kind: "user", by: "program" } },
  ]);
  expect(JSON.stringify(entries)).not.toContain("ada@");
  await expect(t.authority.revocations.add({ kind: "user" })).rejects.toMatchObject({
    code: "invalid_setting",
    setting: { field: "subject" },
  });
});

test("with 50,000 stored revocations, a sign-out of one user or of all users still takes effect", async () => {
  const at = new Date(t.time);
  await t.storage.run((database) =>
    database.execute(sql`
      insert into revocations (id, project_id, kind, subject, issued_before, created_by, created_at, expires_at)
      select ${t.projectId} || n, ${t.projectId}, 'user', 'user-' || n, ${at}, 'cli', ${at}, ${at}::timestamptz + interval '1 day'
      from generate_series(1, 50000) n`),
  );
  t.time += 10_000;
  expect(await revoke({ user_id: "ada" })).toMatchObject({ status: 400, body: { code: "schema_validation" } });
  expect(await revoke({ user_id: "user-7" })).toMatchObject({ status: 201 });
  const token = await tokenFor("ada");
  t.time += 10_000;
  expect(await revoke({ issued_before: new Date(t.time).toISOString() })).toMatchObject({ status: 201 });
  expect(await list(token)).toMatchObject(REVOKED);
});
