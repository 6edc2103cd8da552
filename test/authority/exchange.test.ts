import { beforeEach, expect, test, vi } from "vitest";
import { claimsOf, exchange, mint, tokenOf } from "./support/call.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";
import { AUDIENCE } from "./support/start-issuer.ts";

const t = setUpExchange();

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

test("turns a provider's token into a workspace token, and copies no other claim (S66)", async () => {
  const reply = await exchange(t.authority, await t.provider.sign({ email: "person@example.com", roles: ["a"] }));
  expect(claimsOf(reply)).toEqual({
    sub: "user-1",
    workspace_id: "user-1",
    project_id: t.projectId,
    iss: "https://auth.example.com",
    iat: t.seconds(),
    nbf: t.seconds() - 10,
    exp: t.seconds() + 300,
  });
});

test("asks neither the database nor the provider again once caches are warm", async () => {
  await exchange(t.authority, await t.provider.sign());
  const run = vi.spyOn(t.storage, "run");
  const before = t.provider.fetches();
  for (let round = 0; round < 10; round++) tokenOf(await exchange(t.authority, await t.provider.sign()));
  expect(run).not.toHaveBeenCalled();
  expect(t.provider.fetches()).toBe(before);
  run.mockRestore();
});

test("a removed rule no longer counts", async () => {
  const token = await t.provider.sign();
  const [stored] = await t.authority.rules.list();
  await t.authority.rules.remove(stored?.id ?? "");
  await t.refused(token, 403, "No auth rule matches the JWT iss and aud claims");
  await expect(t.authority.rules.remove(stored?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
});

test("S23 the audience must be a text or among a list of texts", async () => {
  const crowd = Array.from({ length: 100 }, (_, index) => `app-x${index}`);
  for (const aud of [AUDIENCE, [AUDIENCE], [...crowd, AUDIENCE], [7, AUDIENCE]]) {
    tokenOf(await exchange(t.authority, await t.provider.sign({ aud })));
  }
  for (const aud of [
    undefined,
    [],
    "",
    "app-2",
    crowd,
    [[AUDIENCE]],
    { 0: AUDIENCE },
    [{}],
    7,
    AUDIENCE.toUpperCase(),
  ]) {
    await t.refused(await t.provider.sign({ aud }), 403, "No auth rule matches the JWT iss and aud claims");
  }
});

test("S28 the subject must be a sound id", async () => {
  await t.refused(await t.provider.sign({ sub: undefined }), 403, "JWT payload is missing sub");
  for (const sub of [7, "", null, ["user-1"], {}, "x".repeat(256)]) {
    await t.refused(await t.provider.sign({ sub }), 403, /^JWT sub is not a valid user ID/);
  }
  tokenOf(await exchange(t.authority, await t.provider.sign({ sub: "😀".repeat(255) })));
});

test("S6 ids with blanks, control, invisible or look-alike characters are refused", async () => {
  for (const strange of [
    "\u0000",
    "\n",
    "\u007f",
    "\u202e",
    "\u2066",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ud800",
    "e\u0301",
  ]) {
    await t.refused(await t.provider.sign({ sub: `a${strange}b` }), 403, /^JWT sub is not a valid user ID/);
  }
});

test("S7 a provider's user cannot take a reserved id", async () => {
  for (const sub of ["__SYSTEM__", "__OTLP__", "usr_deleted", "usr_anon_0abcdef"]) {
    await t.refused(await t.provider.sign({ sub }), 403, "JWT sub is not a valid user ID: ID is reserved");
  }
});

test("S48 a key or a workspace token is not exchanged", async () => {
  const { key } = await t.authority.keys.create({ name: "backend" });
  for (const bearer of [key, tokenOf(await mint(t.authority, key))]) {
    expect(await exchange(t.authority, bearer)).toMatchObject({
      status: 403,
      body: { code: "provider_token_required" },
    });
  }
});
