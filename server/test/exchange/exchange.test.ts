import { createAuthority } from "assistant-cloud-server";
import { beforeEach, expect, test, vi } from "vitest";
import { anonymous, claimsOf, exchange, mint, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

test("S66 of the claims in a provider's token, a workspace token contains only the ids", async () => {
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

test("after a first exchange, further exchanges query neither the database nor the provider", async () => {
  await exchange(t.authority, await t.provider.sign());
  const run = vi.spyOn(t.storage, "run");
  const before = t.provider.fetches();
  for (let round = 0; round < 10; round++) tokenOf(await exchange(t.authority, await t.provider.sign()));
  expect(run).not.toHaveBeenCalled();
  expect(t.provider.fetches()).toBe(before);
  run.mockRestore();
});

test("an exchange does not use a rule that was removed", async () => {
  const token = await t.provider.sign();
  const [stored] = await t.authority.rules.list();
  await t.authority.rules.remove(stored?.id ?? "");
  await t.refused(token, 403, "No auth rule matches the JWT iss and aud claims");
  await expect(t.authority.rules.remove(stored?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
});

test("S48 does not exchange an API key, a workspace token or a visitor's token", async () => {
  const { key } = await t.authority.keys.create({ name: "backend" });
  const { storage, projectId, now } = t;
  const open = await createAuthority({ storage, projectId, now, issuer: "https://auth.example.com", anonymous: true });
  const visitor = String((await anonymous(open)).body["access_token"]);
  await open.close();
  for (const bearer of [key, `${key}x`, tokenOf(await mint(t.authority, key)), visitor]) {
    expect(await exchange(t.authority, bearer)).toMatchObject({
      status: 403,
      body: { code: "provider_token_required" },
    });
  }
});
