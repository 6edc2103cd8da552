import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import { readAllowedOrigin } from "../base/allowed-origin.ts";
import { AuthorityError } from "../base/authority-error.ts";
import type { Attribution } from "../changes/audit-entry.ts";
import { createSettingsVersion, incrementVersion } from "../changes/settings-version.ts";
import { writeAudit } from "../changes/write-audit.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { type RuleSettings, readRuleInput } from "../rules/read-rule-input.ts";
import { toRuleInput } from "../rules/to-rule-input.ts";
import { createKeyVault } from "../signing/key-vault.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { projects } from "../storage/schema.ts";
import { importApiKey, importSigningKey, type KeyChange } from "./import-keys.ts";
import { saveRule } from "./save-rule.ts";
import type { ProjectDocument, SettingsDocument } from "./settings-document.ts";

// The id of the advisory lock for imports. The number is arbitrary, but must be the same in every process.
const LOCK = 721_551;
/** The `projectId` of a notice that the list of projects has changed. No project has this id. */
const EVERY_PROJECT = "";

type Counts = Record<KeyChange, number>;

/** What an import has changed in one project. */
export interface ImportReport {
  project: string;
  /** Whether the import added the project, or changed the project's name or allowed origins. */
  isChanged: boolean;
  rules: Counts;
  apiKeys: Counts;
  signingKeys: Counts;
}

/**
 * Imports a document in one transaction. Adds or updates projects, rules and keys, and replaces each project's allowed
 * origins. Never deletes a rule or a key. Never reactivates a revoked API key. A second import of the same document
 * changes nothing.
 *
 * @param settings the settings for the validation of imported rules, and the secret that decrypts private keys
 * @returns the changes, one entry per project
 * @throws `invalid_rule`; `invalid_setting`; `conflict`; `secret_mismatch`
 */
export async function importSettings(
  storage: AuthorityStorage,
  settings: ProjectSettings & RuleSettings,
  { projects: documents }: SettingsDocument,
  by: Attribution,
): Promise<ImportReport[]> {
  const reports = await storage.transaction(async (database) => {
    await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    const imported: ImportReport[] = [];
    for (const document of documents) imported.push(await importProject(database, settings, document, by));
    if (imported.some(hasChanges)) await incrementVersion(database, EVERY_PROJECT);
    return imported;
  });
  // The change notices are sent after the commit. A process that misses its notice detects the change by the settings
  // version, which the transaction has incremented.
  const changed = reports.filter(hasChanges).map(({ project }) => project);
  for (const id of changed.length > 0 ? [...changed, EVERY_PROJECT] : []) {
    await createSettingsVersion(storage, id, settings.now).change(async () => {});
  }
  return reports;
}

async function importProject(
  database: Database,
  settings: ProjectSettings & RuleSettings,
  document: ProjectDocument,
  by: Attribution,
): Promise<ImportReport> {
  const { id: projectId } = document;
  const now = new Date(settings.now());
  const vault = createKeyVault(settings);
  const report: ImportReport = {
    project: projectId,
    isChanged: await saveProject(database, document, settings.projectId),
    rules: none(),
    apiKeys: none(),
    signingKeys: none(),
  };
  for (const rule of document.rules) {
    const content = readRuleInput(toRuleInput(rule), settings);
    const place = { projectId, id: rule.id, createdAt: new Date(rule.createdAt) };
    report.rules[await saveRule(database, place, content, now)]++;
  }
  for (const key of document.apiKeys) report.apiKeys[await importApiKey(database, projectId, key)]++;
  for (const key of document.signingKeys) {
    report.signingKeys[await importSigningKey(database, projectId, key, vault)]++;
  }
  if (!hasChanges(report)) return report;
  const sum = ({ added, updated }: Counts) => added + updated;
  await writeAudit(database, projectId, settings.now(), {
    ...by,
    action: "settings.import",
    target: projectId,
    details: {
      origins: document.allowedOrigins,
      rules: sum(report.rules),
      apiKeys: sum(report.apiKeys),
      signingKeys: sum(report.signingKeys),
    },
  });
  await incrementVersion(database, projectId);
  return report;
}

async function saveProject(
  database: Database,
  { id, name, createdAt, allowedOrigins }: ProjectDocument,
  rootId: string,
): Promise<boolean> {
  const origins = allowedOrigins.map((text) => {
    const origin = readAllowedOrigin(text);
    if (origin !== null) return origin;
    throw new AuthorityError(
      "invalid_setting",
      `An allowed origin of the project ${id} is not valid.`,
      "Correct the origin: scheme, host and port only.",
    );
  });
  const [stored] = await database.select().from(projects).where(eq(projects.id, id)).for("update");
  if (stored === undefined) {
    // The project at the root is served without a row. Every other project needs a row to be served and removed.
    if (id === rootId && origins.length === 0 && name === id) return false;
    await database.insert(projects).values({ id, name, allowedOrigins: origins, createdAt: new Date(createdAt) });
    return true;
  }
  if (stored.name === name && isDeepStrictEqual(stored.allowedOrigins, origins)) return false;
  await database.update(projects).set({ name, allowedOrigins: origins }).where(eq(projects.id, id));
  return true;
}

const none = (): Counts => ({ added: 0, updated: 0, unchanged: 0, skipped: 0 });

/** Returns whether an import changed anything in a project. */
export function hasChanges({ isChanged, rules, apiKeys, signingKeys }: ImportReport): boolean {
  return isChanged || [rules, apiKeys, signingKeys].some(({ added, updated }) => added + updated > 0);
}
