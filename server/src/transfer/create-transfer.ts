import type { Attribution } from "../changes/audit-entry.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { RuleSettings } from "../rules/read-rule-input.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import type { ExportOptions } from "./export-settings.ts";
import type { ImportReport } from "./import-settings.ts";
import type { SettingsDocument } from "./settings-document.ts";

/** Exports a database's settings (rules, keys, allowed origins) to a JSON document, and imports such documents. */
export interface Transfer {
  /** Throws `not_found` if the chosen project does not exist. */
  export(options: Omit<ExportOptions, "now">): Promise<SettingsDocument>;
  /**
   * Imports a document in one transaction. Adds or updates projects, rules and keys, and replaces each project's
   * allowed origins. Deletes no rule or key.
   *
   * @returns the changes, one entry per project
   * @throws `invalid_rule`; `invalid_setting`; `conflict`; `secret_mismatch`
   */
  import(document: SettingsDocument, by: Attribution): Promise<ImportReport[]>;
}

/**
 * Creates a {@link Transfer} for a database.
 *
 * @param settings the settings for the validation of imported rules, and the secret that decrypts private keys
 */
export function createTransfer(storage: AuthorityStorage, settings: ProjectSettings & RuleSettings): Transfer {
  // A running server rarely exports or imports, so these modules are loaded on first use.
  return {
    async export(options) {
      const { exportSettings } = await import("./export-settings.ts");
      return exportSettings(storage, { ...options, now: new Date(settings.now()) });
    },
    async import(document, by) {
      const { importSettings } = await import("./import-settings.ts");
      return importSettings(storage, settings, document, by);
    },
  };
}
