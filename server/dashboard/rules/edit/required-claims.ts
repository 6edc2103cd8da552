import type { RulePreview } from "../../../src/admin/admin-api.ts";

/** The claims that an auth rule requires, with their values. */
export type Claims = RulePreview["requiredClaims"];

/** Formats required claims as lines of `claim = value`. */
export function writeClaims(claims: Claims): string {
  return Object.entries(claims)
    .map(([claim, value]) => `${claim} = ${writeValue(value)}`)
    .join("\n");
}

/** Parses lines of `claim = value`. If a line is invalid, returns the error message for the first invalid line. */
export function readClaims(text: string): Claims | string {
  const claims: Record<string, string | number | boolean> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    const [claim, value] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (claim === "") return "Enter one claim per line, as claim = value.";
    if (Object.hasOwn(claims, claim)) return `Remove the duplicate ${claim}.`;
    claims[claim] = readValue(value);
  }
  return claims;
}

function writeValue(value: string | number | boolean): string {
  // A string that `readValue` would parse as another type is written in quotes.
  return typeof value === "string" && readValue(value) === value ? value : JSON.stringify(value);
}

function readValue(text: string): string | number | boolean {
  if (!/^("[\s\S]*"|-?\d.*|true|false)$/.test(text)) return text.trim();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  } catch {
    // Text that is not valid JSON is a plain string.
  }
  return text;
}
