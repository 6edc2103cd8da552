import type { RuleFieldInfo } from "../../../src/admin/admin-api.ts";
import { type Claims, readClaims, writeClaims } from "./required-claims.ts";

/** A field's value as its control holds it: lists and claims are lines of a text. */
export type DraftValue = string | boolean | readonly string[];

/** Returns what the control of a field shows for a stored value. */
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

/** Returns what to send for a control's value; undefined leaves the field out, so that its default holds. */
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
      // The authority explains a text that is no number.
      return Number.isNaN(Number(text)) ? text : Number(text);
    default:
      return text;
  }
}

/** Returns what is wrong with a value that cannot be sent; null for nothing. */
export function problemOf({ kind }: Pick<RuleFieldInfo, "kind">, value: DraftValue): string | null {
  if (kind !== "claims" || typeof value !== "string") return null;
  const claims = readClaims(value);
  return typeof claims === "string" ? claims : null;
}

/** Returns a value as a text to show. */
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
