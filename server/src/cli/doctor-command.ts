import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { buildServices } from "../app/build-services.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { readProjectSettings } from "../config/project-settings.ts";
import { type CheckResult, failed, passed } from "../doctor/check-result.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { openDatabase } from "../storage/open-storage.ts";
import { countPendingMigrations } from "../storage/pending-migrations.ts";
import { CommandFailed } from "./command-failed.ts";
import { addCommonOptions, type CommonOptions, chosenDatabase, gather } from "./common-options.ts";
import { printResult } from "./print.ts";
import { toProjectOptions } from "./with-services.ts";

interface DoctorOptions extends CommonOptions {
  url?: string;
  origin?: string[];
  allowedOrigin?: string[];
  openidIssuer?: string;
  allowInsecureJwks?: boolean;
}

const MARKS = { ok: "ok", failed: "FAILED", skipped: "-" } as const;

/** Adds `doctor`. */
export function addDoctorCommand(program: Command): void {
  addCommonOptions(
    program
      .command("doctor")
      .description(
        "look for what would keep the authority from working; changes nothing, ends with 1 if it finds something",
      ),
  )
    .option("--url <url>", "compare this machine's clock with the Date header of that URL too")
    .option("--origin <origin>", "origin of a page that shall be allowed; may be given several times", gather)
    .option("--allowed-origin <origin>", "the same as given to `serve`; may be given several times", gather)
    .option("--openid-issuer <url>", "the same as given to `serve`: asks that provider what it says of itself")
    .option("--allow-insecure-jwks", "allow JWKS URLs of http:// on this machine, for development")
    .action(async (options: DoctorOptions) => {
      const results = await diagnose(options);
      const ok = results.every(({ outcome }) => outcome !== "failed");
      printResult(options.json, { ok, checks: results }, results.flatMap(linesOf));
      if (!ok) throw new CommandFailed();
    });
}

async function diagnose(options: DoctorOptions): Promise<CheckResult[]> {
  const [place, more] = chosenDatabase(options);
  // Opening a folder would make a database in it.
  if (!place.includes("://") && !existsSync(join(place, "postgres"))) {
    return [failed("database", `There is no database in ${resolve(place)}.`, "Start `serve` once, or correct --data.")];
  }
  let storage: AuthorityStorage;
  try {
    storage = await openDatabase(place, more);
  } catch (error) {
    return [toFinding("database", error)];
  }
  try {
    return [passed("database", `The database (${storage.kind}) answers.`), ...(await diagnoseOpened(storage, options))];
  } finally {
    await storage.close();
  }
}

async function diagnoseOpened(storage: AuthorityStorage, options: DoctorOptions): Promise<CheckResult[]> {
  try {
    const pending = await countPendingMigrations(storage);
    if (pending > 0) {
      const text = pending === 1 ? "1 migration is" : `${pending} migrations are`;
      const remedy = "Start `serve` of this version once: it brings the schema up to date.";
      return [failed("schema", `${text} missing.`, remedy)];
    }
  } catch (error) {
    return [toFinding("schema", error)];
  }
  const migrated = passed("schema", "The schema is up to date.");
  try {
    const settings = readProjectSettings(storage, toProjectOptions(options));
    const { doctor } = buildServices(storage, { ...settings, issuer: null });
    const found = await doctor.examine({
      origins: options.origin ?? [],
      clockUrl: options.url ?? null,
      openIdIssuer: options.openidIssuer ?? null,
    });
    return [migrated, ...found];
  } catch (error) {
    return [migrated, toFinding("settings", error)];
  }
}

function toFinding(check: string, error: unknown): CheckResult {
  if (!isAuthorityError(error)) throw error;
  return failed(check, error.message, error.remedy);
}

function linesOf({ check, subject, outcome, message, remedy }: CheckResult): string[] {
  const line = `${MARKS[outcome].padEnd(6)}  ${check.padEnd(11)}  ${subject === null ? "" : `${subject}: `}${message}`;
  return remedy === null ? [line] : [line, `${" ".repeat(21)}${remedy}`];
}
