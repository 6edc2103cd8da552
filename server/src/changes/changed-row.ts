import type { ChangedRow } from "../storage/change-notice.ts";
import type { AuditNote } from "./audit-entry.ts";

/**
 * The kinds of settings that a process caches. A change of such a setting has an audit action that starts with the
 * kind, such as `rule.create`.
 */
const KINDS = ["rule", "api_key", "signing_key", "origins", "tokens"] as const;
export type SettingKind = (typeof KINDS)[number];

/**
 * Returns the settings row that a change affects, according to the change's audit note. Returns null if the note is
 * null, or if no cached kind matches the note's action, for example `settings.import`. Null means that any row may have
 * changed.
 */
export function toChangedRow(note: Pick<AuditNote, "action" | "target"> | null): ChangedRow | null {
  const kind = KINDS.find((each) => note?.action.startsWith(`${each}.`));
  return note === null || kind === undefined ? null : { kind, id: note.target };
}

/** Returns whether a change may have affected settings of a kind. If `touched` is null, returns true. */
export function affectsKind(touched: ChangedRow | null, kind: SettingKind): boolean {
  return touched === null || touched.kind === kind;
}
