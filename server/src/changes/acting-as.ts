import type { Actor } from "./audit-entry.ts";
import type { SettingsWatch } from "./settings-watch.ts";

/** The same watch, whose changes the audit log lays to another actor: services made with it act in that name. */
export function actingAs(watch: SettingsWatch, actor: Actor): SettingsWatch {
  return {
    ...watch,
    change: (queries, note) =>
      watch.change(queries, (value) => {
        const told = typeof note === "function" ? note(value) : note;
        // Who is nearest to the change has named itself already.
        return told && { actor, ...told };
      }),
  };
}
