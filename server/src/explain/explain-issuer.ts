import type { AuthRule } from "../rules/auth-rule.ts";
import { presetOfIssuer } from "../rules/presets/presets.ts";
import { matchesIssuer } from "../rules/rule-match.ts";
import { formatValue, formatValues } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * Compares a token's `iss` with the issuers of an auth rule. Reports a difference that is easy to miss, such as a
 * trailing slash.
 */
export function explainIssuer(rule: AuthRule, payload: Claims): TokenCheck {
  const { iss } = payload;
  if (matchesIssuer(rule, payload)) return passed("issuer", `\`iss\` is ${formatValue(iss)}.`);
  if (typeof iss !== "string" || iss === "") {
    return failed(
      "issuer",
      `\`iss\` is ${iss === "" ? "empty" : formatValue(iss)}.`,
      "Configure an issuer at the provider.",
    );
  }
  const nearMiss = findNearMiss(rule, iss);
  if (nearMiss !== null) {
    return failed(
      "issuer",
      `\`iss\` is ${formatValue(iss)}; the rule's ${formatValue(nearMiss.issuer)} differs ${nearMiss.difference}.`,
      "Copy the issuer into the rule exactly as in the token.",
    );
  }
  return failed(
    "issuer",
    `\`iss\` is ${formatValue(iss)}; the rule has ${formatValues(rule.issuers)}.`,
    "Add a rule for that issuer if you trust it, or send a token of the rule's provider.",
  );
}

/**
 * Returns how similar a token's issuer is to the issuers of an auth rule: 2 for equal, 1 for nearly equal, 0 for
 * different.
 */
export function nearnessOfIssuer(rule: AuthRule, payload: Claims): number {
  const { iss } = payload;
  if (matchesIssuer(rule, payload)) return 2;
  return typeof iss === "string" && findNearMiss(rule, iss) !== null ? 1 : 0;
}

function findNearMiss(rule: AuthRule, iss: string): { issuer: string; difference: string } | null {
  for (const issuer of rule.issuers) {
    const difference = differenceOf(iss, issuer);
    if (difference !== null) return { issuer, difference };
  }
  return null;
}

const withoutSlash = (text: string) => text.replace(/(?<!\/)\/+$/, "");
const withoutScheme = (text: string) => text.replace(/^https?:\/\//i, "");

function differenceOf(one: string, other: string): string | null {
  if (withoutSlash(one) === withoutSlash(other)) return "in a trailing slash";
  if (withoutScheme(one) === withoutScheme(other)) return "in http:// or https://";
  const bare = (text: string) => withoutSlash(withoutScheme(text));
  if (bare(one).toLowerCase() === bare(other).toLowerCase()) {
    return bare(one) === bare(other) ? "in its scheme and a trailing slash" : "in capital letters";
  }
  const hosts = [one, other].map((text) => bare(text).split("/", 1)[0]?.toLowerCase());
  if (hosts[0] === hosts[1] && hosts[0]?.includes(".") && !presetOfIssuer(one)?.sharesHost) return "in its path";
  return null;
}
