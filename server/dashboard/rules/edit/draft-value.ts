import type { RuleFieldInfo } from "../../../src/admin/admin-api.ts";
import { type Claims, readClaims, writeClaims } from "./required-claims.ts";

/** The value of a form control. Lists and claims are text with one entry per line. Choices are an array. */
export type DraftValue = string | boolean | readonly string[];

/** Converts the stored value of a field to the value of the field's form control. */
export function toDraftValue({ kind }: Pick<RuleFieldInfo, "kind">, stored: unknown): DraftValue {
  switch (kind) {
    case "text":
    case "number":
      return stored === null || stored === undefined ? "" : String(stored);
    case "flag":
      return stored === true;
    case "lines":
      return ((stored ?? []) as string[]).join("\n");
    case "choices":
      return (stored ?? []) as string[];
    case "claims":
      return writeClaims((stored ?? {}) as Claims);
  }
}

/**
 * Converts the value of a form control to the value in a request body. Returns undefined for an optional field that is
 * empty, so that the field's default applies. Also returns undefined for claims that cannot be parsed.
 */
export function fromDraftValue({ kind, required }: Pick<RuleFieldInfo, "kind" | "required">, value: DraftValue) {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (text === "" && !required && kind !== "claims") return undefined;
  switch (kind) {
    case "lines":
      return linesOf(value);
    case "claims":
      return problemOf({ kind }, value) === null ? readClaims(value) : undefined;
    case "number":
      // Text that is not a number is sent unchanged, so that the authority reports the error.
      return Number.isNaN(Number(text)) ? text : Number(text);
    default:
      return text;
  }
}

/** Returns the error message if the field contains claims that cannot be parsed. Otherwise, returns null. */
export function problemOf({ kind }: Pick<RuleFieldInfo, "kind">, value: DraftValue): string | null {
  if (kind !== "claims" || typeof value !== "string") return null;
  const claims = readClaims(value);
  return typeof claims === "string" ? claims : null;
}

/** Formats the value of a form control as one line of text. */
export function formatDraftValue(value: DraftValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = typeof value === "string" ? value.split("\n").join(", ") : value.join(", ");
  return text === "" ? "nothing" : text;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
