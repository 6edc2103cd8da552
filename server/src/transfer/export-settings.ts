import { asc, eq } from "drizzle-orm";
import { settingRefusal } from "../base/setting-refusal.ts";
import { contentOf } from "../rules/rule-row.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { apiKeys, authRules, projects, signingKeys } from "../storage/schema.ts";
import { DOCUMENT_FORMAT, DOCUMENT_VERSION, type ProjectDocument, type SettingsDocument } from "./settings-document.ts";

export interface ExportOptions {
  /** The id of the project to export; null for all projects. */
  projectId: string | null;
  /**
   * Whether to include the hashes of API keys and the encrypted private signing keys. An import into another database
   * adds a key only if the document contains the key's hash or private key. To import signing keys, a server needs the
   * `AUTHORITY_SECRET` with which the private keys were encrypted.
   */
  includeSecrets: boolean;
  now: Date;
}

/**
 * Returns the settings of one project or of all projects. Reads all settings in one transaction. Omits all other data,
 * such as visitors, threads and admins. Throws `not_found` if the project has no row, rule or key.
 */
export function exportSettings(
  storage: Pick<AuthorityStorage, "transaction">,
  { projectId, includeSecrets, now }: ExportOptions,
): Promise<SettingsDocument> {
  return storage.transaction(async (database) => {
    const ids = await listProjects(database);
    if (projectId !== null && !ids.includes(projectId)) throw settingRefusal("project_not_found");
    const documents: ProjectDocument[] = [];
    for (const id of projectId === null ? ids : [projectId])
      documents.push(await readProject(database, id, includeSecrets, now));
    return {
      format: DOCUMENT_FORMAT,
      version: DOCUMENT_VERSION,
      exportedAt: now.toISOString(),
      secrets: includeSecrets,
      projects: documents,
    };
  });
}

/** Returns the ids of all projects. Includes a project that has rules or keys but no row in `projects`. */
async function listProjects(database: Database): Promise<string[]> {
  const rows = [
    ...(await database.select({ id: projects.id }).from(projects)),
    ...(await database.selectDistinct({ id: authRules.projectId }).from(authRules)),
    ...(await database.selectDistinct({ id: apiKeys.projectId }).from(apiKeys)),
    ...(await database.selectDistinct({ id: signingKeys.projectId }).from(signingKeys)),
  ];
  return [...new Set(rows.map(({ id }) => id))].sort();
}

async function readProject(
  database: Database,
  id: string,
  includeSecrets: boolean,
  now: Date,
): Promise<ProjectDocument> {
  const [project] = await database.select().from(projects).where(eq(projects.id, id));
  const rules = await database.select().from(authRules).where(eq(authRules.projectId, id)).orderBy(asc(authRules.id));
  const keys = await database.select().from(apiKeys).where(eq(apiKeys.projectId, id)).orderBy(asc(apiKeys.id));
  const signing = await database
    .select()
    .from(signingKeys)
    .where(eq(signingKeys.projectId, id))
    .orderBy(asc(signingKeys.kid));
  return {
    id,
    name: project?.name ?? id,
    createdAt: (project?.createdAt ?? now).toISOString(),
    allowedOrigins: project?.allowedOrigins ?? [],
    rules: rules.map((row) => ({ ...contentOf(row), id: row.id, createdAt: row.createdAt.toISOString() })),
    apiKeys: keys.map(({ projectId: _, lastUsedAt: __, hash, createdAt, expiresAt, revokedAt, ...key }) => ({
      ...key,
      createdAt: createdAt.toISOString(),
      expiresAt: iso(expiresAt),
      revokedAt: iso(revokedAt),
      ...(includeSecrets ? { hash } : {}),
    })),
    signingKeys: signing.map((row) => {
      const { projectId: _, sealedPrivateKey, algorithm, createdAt, activatedAt, retiredAt, ...key } = row;
      return {
        ...key,
        algorithm: algorithm as ProjectDocument["signingKeys"][number]["algorithm"],
        createdAt: createdAt.toISOString(),
        activatedAt: iso(activatedAt),
        retiredAt: iso(retiredAt),
        ...(includeSecrets ? { sealedPrivateKey } : {}),
      };
    }),
  };
}

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;
