import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readSettings } from "../../src/config/authority-settings.ts";
import { exportSettings } from "../../src/transfer/export-settings.ts";
import { hasChanges, importSettings } from "../../src/transfer/import-settings.ts";
import { readJson } from "../../src/transfer/read-json.ts";
import { type SettingsDocument, settingsDocument } from "../../src/transfer/settings-document.ts";
import { mint, tokenOf } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const secret = "the secret of both databases, long enough";
const now = new Date("2026-01-01T12:00:00.000Z");
let storage: AuthorityStorage;
let key: { id: string; key: string };
let withSecrets: SettingsDocument;
let plain: SettingsDocument;
const settings = () => readSettings({ storage, issuer: "http://localhost", secret });

const exportDocument = (includeSecrets: boolean, projectId: string | null = null) =>
  exportSettings(storage, { projectId, includeSecrets, now });
/** Serializes the document and parses the result, as in a transfer to another database. */
const roundTrip = (document: unknown) => readJson(JSON.stringify(document), settingsDocument, "The document");
const importDocument = (document: unknown) =>
  importSettings(storage, settings(), roundTrip(document), { actor: "cli" });
async function empty() {
  const tables = ["auth_rules", "api_keys", "signing_keys", "projects", "audit_log", "settings_versions"];
  await storage.run((database) => database.execute(sql.raw(`truncate ${tables.join(", ")}`)));
}

beforeAll(async () => {
  storage = await openTestStorage();
  const authority = await createAuthority({ storage, issuer, secret });
  key = await authority.keys.create({ name: "backend" });
  const revoked = await authority.keys.create({ name: "old" });
  await authority.keys.revoke(revoked.id);
  await authority.rules.add({
    name: "Clerk",
    issuer: "https://clerk.example.com",
    jwksUrl: "https://clerk.example.com/jwks.json",
    audience: "app",
    requiredClaims: { sts: "active" },
  });
  await authority.allowedOrigins.set(["https://app.example.com", "http://localhost:3000"]);
  await createAuthority({ storage, issuer, secret, projectId: "acme" });
  withSecrets = await exportDocument(true);
  plain = await exportDocument(false);
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(empty);

test("an export without secrets contains metadata of all keys, but no key hashes and no private keys", () => {
  const text = JSON.stringify(plain);
  expect(plain).toMatchObject({ version: 1, secrets: false, projects: [{ id: "acme" }, { id: "default" }] });
  expect(plain.projects[1]).toMatchObject({
    allowedOrigins: ["https://app.example.com", "http://localhost:3000"],
    rules: [{ name: "Clerk", requiredClaims: { sts: "active" } }],
    apiKeys: [expect.objectContaining({ suffix: expect.any(String) }), expect.anything()],
    signingKeys: [{ state: "active", algorithm: "ES256" }],
  });
  expect(text).not.toMatch(/hash|sealed|"d":/);
  expect(text).not.toContain(key.key);
  expect(JSON.stringify(withSecrets)).toMatch(/"hash":.*"sealedPrivateKey":/);
  expect(JSON.stringify(withSecrets)).not.toContain(key.key);
});

test("an export with secrets restores all keys and rules in another database", async () => {
  await importDocument(withSecrets);
  const authority = await createAuthority({ storage, issuer, secret });
  expect(tokenOf(await mint(authority, key.key))).toBeTruthy();
  const [signing] = await authority.signingKeys.list();
  expect(signing?.kid).toBe(withSecrets.projects[1]?.signingKeys[0]?.kid);
  expect({ ...(await exportDocument(true)), exportedAt: "" }).toEqual({ ...withSecrets, exportedAt: "" });
});

test("an import adds every project to the list of projects, except the project at the root", async () => {
  const bare = structuredClone(withSecrets);
  for (const project of bare.projects) project.allowedOrigins = [];
  expect((await importDocument(bare)).map(({ project, isChanged }) => [project, isChanged])).toEqual([
    ["acme", true],
    ["default", false],
  ]);
  expect(await storage.statement("select id, name from projects", [])).toEqual([{ id: "acme", name: "acme" }]);
  expect((await importDocument(bare)).some(hasChanges)).toBe(false);
});

test("importing a document again changes nothing and writes no audit entry", async () => {
  const first = await importDocument(withSecrets);
  expect(first.find(({ project }) => project === "default")).toEqual({
    project: "default",
    isChanged: true,
    rules: { added: 1, updated: 0, unchanged: 0, skipped: 0 },
    apiKeys: { added: 2, updated: 0, unchanged: 0, skipped: 0 },
    signingKeys: { added: 1, updated: 0, unchanged: 0, skipped: 0 },
  });
  const authority = await createAuthority({ storage, issuer, secret });
  const written = await authority.audit.list();
  expect(written.entries).toEqual([
    expect.objectContaining({
      action: "settings.import",
      actor: "cli",
      details: expect.objectContaining({ rules: 1 }),
    }),
  ]);
  expect((await importDocument(withSecrets)).some(hasChanges)).toBe(false);
  expect(await authority.audit.list()).toEqual(written);
});

test("an import of a document without secrets skips all keys and reports how many keys it skipped", async () => {
  const [, report] = await importDocument(plain);
  expect(report).toMatchObject({
    rules: { added: 1 },
    apiKeys: { added: 0, skipped: 2 },
    signingKeys: { added: 0, skipped: 1 },
  });
});

test("a running authority applies an import immediately", async () => {
  const authority = await createAuthority({ storage, issuer, secret });
  await importDocument(plain);
  const [before] = await authority.rules.list();
  const changed = structuredClone(plain);
  for (const { rules } of changed.projects) for (const rule of rules) rule.audiences = ["another"];
  await importDocument(changed);
  expect(await authority.rules.list()).toEqual([
    expect.objectContaining({ id: before?.id, audiences: ["another"], revision: 2 }),
  ]);
  expect(await authority.allowedOrigins.list()).toEqual(["https://app.example.com", "http://localhost:3000"]);
});

test("if a document of an earlier version lacks a field, the import uses the field's default", async () => {
  const earlier = structuredClone(plain);
  for (const { rules } of earlier.projects) for (const rule of rules) delete rule.audienceClaim;
  await importDocument(earlier);
  const authority = await createAuthority({ storage, issuer, secret });
  expect(await authority.rules.list()).toEqual([expect.objectContaining({ audienceClaim: "aud" })]);
});

test("an import can revoke an API key but never makes a revoked key valid", async () => {
  await importDocument(withSecrets);
  const authority = await createAuthority({ storage, issuer, secret });
  await authority.keys.revoke(key.id);
  await importDocument(withSecrets);
  expect((await authority.keys.list()).every(({ status }) => status === "revoked")).toBe(true);

  await empty();
  const alive = structuredClone(withSecrets);
  for (const { apiKeys } of alive.projects) for (const each of apiKeys) each.revokedAt = null;
  await importDocument(alive);
  await importDocument(withSecrets);
  const listed = await (await createAuthority({ storage, issuer, secret })).keys.list();
  expect(listed.map(({ status }) => status).sort()).toEqual(["active", "revoked"]);
});

test.each([
  [
    "a rule with a private JWKS URL",
    "invalid_rule",
    (d: SettingsDocument) => edit(d, "rules", { jwksUrl: "https://10.0.0.1/x" }),
  ],
  ["an invalid origin", "invalid_setting", (d: SettingsDocument) => d.projects[1]?.allowedOrigins.push("nowhere")],
  [
    "a public key whose id is wrong",
    "invalid_setting",
    (d: SettingsDocument) => edit(d, "signingKeys", { kid: "A".repeat(43) }),
  ],
  [
    "an unencrypted private key",
    "invalid_setting",
    (d: SettingsDocument) => {
      const jwk = d.projects[1]?.signingKeys[0]?.publicJwk;
      if (jwk) jwk["d"] = "private";
    },
  ],
  [
    "a modified encrypted key",
    "secret_mismatch",
    (d: SettingsDocument) => edit(d, "signingKeys", { sealedPrivateKey: "v1:x" }),
  ],
] as const)("rejects a document with %s and imports no part of the document", async (_, code, spoil) => {
  const document = structuredClone(withSecrets);
  spoil(document);
  await expect(importDocument(document)).rejects.toMatchObject({ code });
  expect((await exportDocument(true)).projects).toEqual([]);
});

test("rejects an import of a signing key if the project already has another active signing key", async () => {
  const authority = await createAuthority({ storage, issuer, secret });
  const before = await authority.signingKeys.list();
  await expect(importDocument(withSecrets)).rejects.toMatchObject({
    code: "conflict",
    remedy: expect.stringContaining("before"),
  });
  expect(await authority.signingKeys.list()).toEqual(before);
});

test.each([
  [(d: SettingsDocument) => ({ ...d, more: 1 }), "`more` is an unknown field"],
  [
    (d: SettingsDocument) => ({
      ...d,
      projects: [{ ...d.projects[1], rules: [{ ...d.projects[1]?.rules[0], hidden: true }] }],
    }),
    "`projects[0].rules[0].hidden` is an unknown field",
  ],
  [(d: SettingsDocument) => ({ ...d, version: 2 }), "`version` must be 1"],
  [() => [], "`(document)`"],
])("rejects an invalid settings document and reports the path of the invalid part", (spoil, message) => {
  expect(() => roundTrip(spoil(plain))).toThrow(
    expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(message) }),
  );
});

test("reads a settings document with a byte order mark", () => {
  expect(readJson(`\uFEFF${JSON.stringify(plain)}`, settingsDocument, "The document")).toEqual(plain);
});

test.each([
  ["{", "The document is not JSON."],
  ['{"__proto__": {}}', "The document contains the key `__proto__`, which is not allowed."],
])("rejects the settings document %s and reports the reason", (text, message) => {
  expect(() => readJson(text, settingsDocument, "The document")).toThrow(message);
});

function edit(document: SettingsDocument, list: "rules" | "signingKeys", change: object): void {
  const first = document.projects[1]?.[list][0];
  if (first) Object.assign(first, change);
}
