import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const rule = { name: "n", issuer: "https://id.example.com", jwksUrl: "https://id.example.com/jwks", audience: "a" };
let storage: AuthorityStorage;
let authority: Authority;
beforeAll(async () => {
  storage = await openTestStorage();
  authority = await createAuthority({ storage, issuer });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await authority.close();
  await storage.close();
});

test.each<[string, () => Promise<unknown>, { field: string; problem: string }]>([
  [
    "a rule's field",
    () => authority.rules.add({ ...rule, audience: [] }),
    { field: "audience", problem: "is missing" },
  ],
  [
    "a key's field",
    () => authority.keys.create({ name: "" }),
    { field: "name", problem: "must have 1 to 255 characters" },
  ],
  [
    "an option",
    () => authority.audit.list({ limit: 0 }),
    { field: "limit", problem: "must be a whole number from 1 to 200" },
  ],
])("if %s is invalid, the error's `setting` contains the field and the problem", async (_label, act, setting) => {
  const error = await act().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: "AuthorityError",
    setting,
    message: expect.stringContaining(`\`${setting.field}\` ${setting.problem}.`),
  });
});

test.each([
  [{ tokenLifetimeSeconds: 1 }, "tokenLifetimeSeconds"],
  [{ signingKeyRotation: { retainSeconds: 0 } }, "signingKeyRotation.retainSeconds"],
  [{ adminOpenId: { issuer: "https://id.example.com", clientId: "c", allow: {} } }, "adminOpenId.allow"],
])("for the options %j, createAuthority() throws an error that names the option %s", async (options, field) => {
  await expect(createAuthority({ storage, issuer, ...options })).rejects.toMatchObject({
    code: "invalid_setting",
    setting: { field, problem: expect.any(String) },
    message: expect.stringContaining(`\`${field}\``),
  });
});

test("if an error concerns no particular setting, its property `setting` is null", async () => {
  await expect(authority.rules.remove("rule_0")).rejects.toMatchObject({ code: "not_found", setting: null });
  await expect(authority.allowedOrigins.add("nowhere")).rejects.toMatchObject({
    code: "invalid_setting",
    setting: null,
  });
});
