import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readSettings } from "../../../src/config/authority-settings.ts";
import { applySettingsFile } from "../../../src/transfer/settings-file/apply-settings-file.ts";
import { readSettingsFile } from "../../../src/transfer/settings-file/settings-file.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";

let storage: AuthorityStorage;
let authority: Authority;
let project = 0;
const options = () => ({ storage, issuer: "https://auth.example.com", projectId: `project-${project}` });
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  project++;
  authority = await createAuthority(options());
});

const read = (content: unknown) => readSettingsFile(JSON.stringify(content), readSettings(options()));
const apply = async (content: unknown) => applySettingsFile(storage, readSettings(options()), read(content));
const plain = (name: string, more: object = {}) => ({
  name,
  issuer: "https://idp.example.com",
  jwksUrl: "https://idp.example.com/jwks.json",
  audience: "app",
  ...more,
});
const clerk = { preset: "clerk", input: { domain: "https://app.clerk.accounts.dev", audience: "app" } };

test("applies a settings file, and applying the same file again changes nothing", async () => {
  const file = { rules: [plain("One"), clerk], allowedOrigins: ["https://app.example.com"] };
  expect(await apply(file)).toEqual({ rulesSaved: 2, rulesRemoved: 0, originsChanged: true });
  const rules = await authority.rules.list();
  expect(rules.map(({ name, provider }) => [name, provider]).sort()).toEqual([
    ["Clerk", "clerk"],
    ["One", null],
  ]);
  expect(await authority.allowedOrigins.list()).toEqual(["https://app.example.com"]);
  const before = await authority.audit.list();
  expect(before.entries[0]).toMatchObject({
    action: "settings.import",
    actor: "program",
    details: { source: "settings file", rulesSaved: 2 },
  });
  expect(await apply(file)).toEqual({ rulesSaved: 0, rulesRemoved: 0, originsChanged: false });
  expect(await authority.audit.list()).toEqual(before);
  expect(await authority.rules.list()).toEqual(rules);
});

test("deletes rules that the settings file no longer contains, and resets rules that were edited", async () => {
  await authority.rules.add(plain("By hand"));
  await apply({ rules: [plain("One"), plain("Two")] });
  const one = (await authority.rules.list()).find(({ name }) => name === "One");
  await authority.rules.setEnabled(one?.id ?? "", false);
  expect(await apply({ rules: [plain("One")] })).toMatchObject({ rulesSaved: 1, rulesRemoved: 1 });
  const left = await authority.rules.list();
  expect(left.map(({ name, enabled }) => [name, enabled]).sort()).toEqual([
    ["By hand", true],
    ["One", true],
  ]);
  expect(left.find(({ name }) => name === "One")?.id).toBe(one?.id);
});

test("a settings file does not change settings that it omits, but an empty list clears a setting", async () => {
  await apply({ rules: [plain("One")], allowedOrigins: ["https://app.example.com"] });
  expect(await apply({})).toEqual({ rulesSaved: 0, rulesRemoved: 0, originsChanged: false });
  expect(await authority.rules.list()).toHaveLength(1);
  await apply({ rules: [], allowedOrigins: [] });
  expect(await authority.rules.list()).toEqual([]);
  expect(await authority.allowedOrigins.list()).toEqual([]);
});

test("applying the same settings file to two projects creates rules with different ids", async () => {
  await apply({ rules: [plain("One")] });
  const first = await authority.rules.list();
  project++;
  authority = await createAuthority(options());
  await apply({ rules: [plain("One")] });
  const second = await authority.rules.list();
  expect(second).toHaveLength(1);
  expect(second[0]?.id).not.toBe(first[0]?.id);
});

test("a settings file is applied only once even if many processes start concurrently", async () => {
  const file = { rules: [plain("One"), plain("Two")], allowedOrigins: ["https://app.example.com"] };
  const applied = await Promise.all(Array.from({ length: 5 }, () => apply(file)));
  expect(applied.filter(({ rulesSaved }) => rulesSaved > 0)).toHaveLength(1);
  expect((await authority.audit.list()).entries.filter(({ action }) => action === "settings.import")).toHaveLength(1);
});

test.each([
  [{ rule: [] }, "`rule` is an unknown field"],
  [{ rules: [plain("One"), plain("Two", { jwksUri: "x" })] }, "`rules[1].jwksUri` is an unknown field"],
  [{ rules: [{ ...clerk, name: "x" }] }, "`rules[0].name` is an unknown field"],
  [{ rules: [{ name: "One" }] }, "`rules[0].issuer`"],
  [{ rules: "all" }, "`rules`"],
  [
    { rules: [plain("One", { jwksUrl: "http://idp.example.com/jwks" })] },
    "`rules[0]` of the settings file: The auth rule was not saved: `jwksUrl`",
  ],
  [{ rules: [{ preset: "myspace", input: {} }] }, "`rules[0]` of the settings file: No preset"],
  [{ rules: [plain("One"), plain("One")] }, 'two rules with the name "One"'],
  [{ allowedOrigins: ["https://good.example.com", "nowhere"] }, "`allowedOrigins[1]` of the settings file"],
])("rejects an invalid settings file and reports which part is invalid: %j", async (content, message) => {
  const result = await apply(content).catch((error: unknown) => error);
  expect(result).toMatchObject({
    name: "AuthorityError",
    message: expect.stringContaining(message),
    remedy: expect.any(String),
  });
  expect(await authority.rules.list()).toEqual([]);
});
