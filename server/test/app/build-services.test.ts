import type { AuthorityStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { buildServices, type Services } from "../../src/app/build-services.ts";
import type { Attribution } from "../../src/changes/audit-entry.ts";
import { readProjectSettings } from "../../src/config/project-settings.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let storage: AuthorityStorage;
let services: Services;
let project = 0;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(() => {
  const settings = readProjectSettings(storage, { projectId: `services-${++project}` });
  services = buildServices(storage, { ...settings, issuer: null });
});

const rule = (name: string) => ({
  name,
  issuer: "https://idp.example.com",
  jwksUrl: "https://idp.example.com/jwks",
  anyAudience: true,
});

/** Calls each method that changes data. Earlier calls create the data that later calls change. */
async function changeEverything({ keys, rules, origins, signingKeys, setUpUrls }: Services, by: Attribution) {
  const key = await keys.create({ name: "n" }, by);
  await keys.rotate(key.id, {}, by);
  await keys.revoke(key.id, by);
  const { id, revision } = await rules.add(rule("one"), by);
  await rules.update(id, revision, rule("two"), by);
  await rules.setEnabled(id, false, by);
  await rules.setEnabled(id, true, by);
  await rules.remove(id, by);
  await origins.set(["https://a.example"], by);
  await origins.add("https://b.example", by);
  await origins.remove("https://b.example", by);
  await signingKeys.rotate({}, by);
  await signingKeys.revoke((await signingKeys.get()).active.kid, by);
  await setUpUrls.create({}, by);
}

test.each<Attribution>([{ actor: "cli" }, { actor: "admin", admin: "ada" }, { actor: "program" }])(
  "every service records its changes in the audit log and attributes the changes to the caller %j",
  async (by) => {
    // The rotation schedule creates the first signing key, so the actor of that change does not depend on the caller.
    await services.signingKeys.get();
    const [first] = (await services.audit.list()).entries;
    expect(first).toMatchObject({ actor: "program", action: "signing_key.create" });
    await changeEverything(services, by);
    const entries = (await services.audit.list()).entries.filter(({ id }) => id !== first?.id);
    expect(entries.map((entry) => entry.action).sort()).toEqual([
      "admin.reset",
      "api_key.create",
      "api_key.revoke",
      "api_key.rotate",
      "origins.update",
      "origins.update",
      "origins.update",
      "rule.create",
      "rule.delete",
      "rule.disable",
      "rule.enable",
      "rule.update",
      "signing_key.create",
      "signing_key.revoke",
    ]);
    for (const entry of entries) expect(entry).toMatchObject(by);
  },
);

test("adding a project writes to the audit logs of the new project and of the acting admin's project", async () => {
  const { projects, audit, transfer } = services;
  const id = `added-${project}`;
  await projects.add({ id }, { actor: "admin", admin: "ada", from: `services-${project}` });
  const added = { actor: "admin", admin: "ada", action: "project.create", target: id };
  expect((await audit.list()).entries).toMatchObject([added]);
  await projects.remove(id, { actor: "cli" });
  const settings = readProjectSettings(storage, { projectId: id });
  const own = buildServices(storage, { ...settings, issuer: null });
  expect((await own.audit.list()).entries).toMatchObject([{ actor: "cli", action: "project.delete" }, added]);

  await services.rules.add(rule("exported"), { actor: "cli" });
  const document = await transfer.export({ projectId: `services-${project}`, includeSecrets: false });
  const [exported] = document.projects;
  if (exported === undefined) throw new Error("The project was not exported.");
  await transfer.import({ ...document, projects: [{ ...exported, name: "Renamed" }] }, { actor: "cli" });
  expect((await audit.list()).entries[0]).toMatchObject({ actor: "cli", action: "settings.import" });
});

test("services without a secret can create API keys, but cannot access signing keys", async () => {
  const settings = readProjectSettings({ localSecret: null }, { projectId: `services-${project}` });
  const { keys, signingKeys } = buildServices(storage, { ...settings, issuer: null });
  await keys.create({ name: "n" }, { actor: "cli" });
  await expect(signingKeys.get()).rejects.toMatchObject({
    code: "invalid_setting",
    remedy: expect.stringContaining("AUTHORITY_SECRET"),
  });
});
