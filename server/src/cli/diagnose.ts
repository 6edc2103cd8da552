import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildServices } from "../app/build-services.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { readProjectSettings } from "../config/project-settings.ts";
import { type CheckName, type CheckResult, failed, passed } from "../doctor/check-result.ts";
import type { DoctorChecks } from "../doctor/create-doctor.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { DATA_FOLDER, hasDatabase } from "../storage/data-folder.ts";
import { folderOf, openDatabase } from "../storage/open-storage.ts";
import { countPendingMigrations } from "../storage/pending-migrations.ts";
import { type CommonOptions, chosenDatabase } from "./common-options.ts";
import { reachServer } from "./reach-server.ts";
import { toOptionError } from "./to-option-error.ts";

export interface DoctorOptions extends CommonOptions {
  url?: string;
  origin?: string[];
  allowedOrigin?: string[];
  openidIssuer?: string;
  issuer?: string;
  allowInsecureJwks?: boolean;
}

/**
 * Checks the database, then runs the checks of `doctor` that the options select. If a server has opened the database
 * folder, that server runs the checks.
 */
export async function diagnose(options: DoctorOptions): Promise<CheckResult[]> {
  let storage: AuthorityStorage;
  try {
    const server = await reachServer(options);
    if (server !== null) {
      const results = await server.servicesOf(options.project).doctor.runChecks(toDoctorChecks(options));
      return [passed("database", "The running server answers."), SCHEMA_CURRENT, ...results];
    }
    const [location, storageOptions] = chosenDatabase(options);
    const folder = folderOf(location);
    const fault = folder === null ? null : findFolderFault(folder);
    if (fault !== null) return [fault];
    storage = await openDatabase(location, storageOptions);
  } catch (error) {
    return [toFinding("database", error)];
  }
  try {
    return [passed("database", `The database (${storage.kind}) answers.`), ...(await diagnoseOpened(storage, options))];
  } finally {
    await storage.close();
  }
}

/**
 * Returns a failed check if opening a folder would create or replace its database or its secret. Otherwise returns
 * null.
 */
function findFolderFault(folder: string): CheckResult | null {
  if (existsSync(join(folder, DATA_FOLDER.unfinished))) {
    const message = `The creation of the database in ${folder} was interrupted.`;
    return failed("database", message, "Start `serve` once; it creates the database again.");
  }
  if (!hasDatabase(folder)) {
    return failed("database", `${folder} contains no database.`, "Start `serve` once, or correct --data.");
  }
  if (hasContent(join(folder, DATA_FOLDER.secret))) return null;
  return failed(
    "database",
    `The file secret.key in ${folder} is missing or empty.`,
    "Restore it from a backup. If AUTHORITY_SECRET encrypts the signing keys, start `serve` once instead.",
  );
}

/** Returns whether a file contains more than spaces. Also returns true if this user cannot read an existing file. */
function hasContent(file: string): boolean {
  try {
    return readFileSync(file, "utf8").trim() !== "";
  } catch {
    return existsSync(file);
  }
}

const SCHEMA_CURRENT = passed("schema", "The schema is up to date.");

async function diagnoseOpened(storage: AuthorityStorage, options: DoctorOptions): Promise<CheckResult[]> {
  try {
    const pending = await countPendingMigrations(storage);
    if (pending > 0) {
      const text = pending === 1 ? "1 migration is" : `${pending} migrations are`;
      const remedy = "Start `serve` of this version once; it migrates the database.";
      return [failed("schema", `${text} pending.`, remedy)];
    }
  } catch (error) {
    return [toFinding("schema", error)];
  }
  try {
    const settings = readProjectSettings(storage, {
      projectId: options.project,
      allowInsecureJwks: options.allowInsecureJwks ?? false,
      allowedOrigins: options.allowedOrigin ?? [],
    });
    const { doctor } = buildServices(storage, { ...settings, issuer: null });
    return [SCHEMA_CURRENT, ...(await doctor.runChecks(toDoctorChecks(options)))];
  } catch (error) {
    return [SCHEMA_CURRENT, toFinding("settings", error)];
  }
}

function toFinding(check: CheckName, error: unknown): CheckResult {
  if (!isAuthorityError(error)) throw error;
  const { message, remedy } = toOptionError(error);
  return failed(check, message, remedy);
}

function toDoctorChecks({ origin, url, openidIssuer, issuer }: DoctorOptions): DoctorChecks {
  return {
    origins: origin ?? [],
    clockUrl: url ?? null,
    openIdIssuer: openidIssuer ?? null,
    issuer: issuer ?? null,
  };
}
