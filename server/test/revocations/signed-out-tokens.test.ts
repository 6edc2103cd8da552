import { createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { call, exchange, mint, tokenOf } from "../support/call.ts";
import { REVOKED, setUpRevocations } from "./set-up-revocations.ts";

const { t, open, backend, moves, revoke, tokenFor, list, statusOf, claim, visit } = setUpRevocations();
const START = Date.UTC(2026, 0, 1, 12);

test("rejects all tokens of a signed-out user on every route", async () => {
  const [ada, elsewhere, grace] = [await tokenFor("ada"), await tokenFor("ada", "shared"), await tokenFor("grace")];
  // The server caches a token that it has verified before.
  expect(await statusOf(ada)).toBe(200);
  t.time += 10_000;
  const reply = await revoke({ user_id: "ada" });
  expect(reply).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^rev_0/),
      user_id: "ada",
      workspace_id: null,
      issued_before: "2026-01-01T12:00:10.000Z",
      created_by: backend.id,
      created_at: "2026-01-01T12:00:10.000Z",
      expires_at: "2026-01-02T13:00:10.000Z",
    },
  });
  for (const token of [ada, elsewhere]) expect(await list(token)).toMatchObject(REVOKED);
  const refused = await list(ada);
  expect(refused.headers.get("WWW-Authenticate")).toMatch(
    /error="invalid_token", error_description="The token has been/,
  );
  for (const [method, path] of [
    ["POST", "/v1/threads"],
    ["GET", "/v1/threads/thread_0x/messages"],
    ["POST", "/v1/runs/stream"],
    ["POST", "/v1/events"],
    ["POST", "/v1/files/attachments/generate-presigned-upload-url"],
  ] as const) {
    expect(await call(t.authority, path, { method, bearer: ada }), path).toMatchObject(REVOKED);
  }
  const { token } = await visit();
  expect(await claim(ada, token)).toMatchObject(REVOKED);
  expect(moves.count).toBe(0);
  expect(await statusOf(grace)).toBe(200);
});

test("a sign-out can revoke all tokens of one workspace, or all tokens issued before a specified time", async () => {
  const [ada, grace, other] = [await tokenFor("ada", "org"), await tokenFor("grace", "org"), await tokenFor("ada")];
  await revoke({ workspace_id: "org" });
  for (const token of [ada, grace]) expect(await list(token)).toMatchObject(REVOKED);
  expect(await statusOf(other)).toBe(200);
  t.time += 60_000;
  const later = await tokenFor("grace");
  await revoke({ issued_before: "2026-01-01T13:00:30+01:00" });
  expect(await list(other)).toMatchObject(REVOKED);
  expect(await statusOf(later)).toBe(200);
});

test("after a sign-out, no route accepts an ID token that was issued before the sign-out", async () => {
  const [old, undated] = [await t.provider.sign(), await t.provider.sign({ iat: undefined })];
  expect((await exchange(t.authority, old)).status).toBe(200);
  t.time += 5000;
  await revoke({ user_id: "user-1" });
  const { token } = await visit();
  for (const bearer of [old, undated]) {
    expect(await exchange(t.authority, bearer)).toMatchObject(REVOKED);
    const refused = await list(bearer);
    expect(refused).toMatchObject(REVOKED);
    expect(refused.headers.get("Authorization")).toBeNull();
    expect(await claim(bearer, token)).toMatchObject(REVOKED);
  }
  expect(moves.count).toBe(0);
  t.time += 1000;
  expect((await exchange(t.authority, await t.provider.sign())).status).toBe(200);
  // An ID token is valid for at most a day, so the sign-out is stored for a day.
  t.time = START + 86_000_000;
  const long = await t.provider.sign({ iat: START / 1000, exp: START / 1000 + 86_400 });
  await t.authority.keys.create({ name: "any change reads the settings again" });
  expect(await exchange(t.authority, long)).toMatchObject(REVOKED);
});

test("an API key stays valid after a sign-out", async () => {
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await call(t.authority, "/v1/projects/threads", { bearer: backend.key })).status).toBe(200);
  expect(await statusOf(await tokenFor("ada"))).toBe(200);
});

test("a sign-out does not affect the users of another project", async () => {
  const { storage, now } = t;
  const projectId = `${t.projectId}-other`;
  const other = await createAuthority({ storage, projectId, now, issuer: "https://other.example.com" });
  open.push(other);
  const otherKey = (await other.keys.create({ name: "backend" })).key;
  const token = tokenOf(await mint(other, otherKey, { "Aui-User-Id": "ada" }));
  await revoke({ user_id: "ada" });
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await list(token, other)).status).toBe(200);
});
