import { readClaim } from "../jwt/read-claim.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { KnownRefusals } from "../rules/presets/known-refusals.ts";
import { guessPreset } from "../rules/presets/presets.ts";
import { audiencesOf, matchesAudience } from "../rules/rule-match.ts";
import { formatValues } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * Checks whether an auth rule accepts the audience of a token. If the check fails, the remedy says what to change at
 * the provider or in the rule.
 */
export function explainAudience(rule: AuthRule, payload: Claims): TokenCheck {
  const { audienceClaim: claim } = rule;
  const audiences = audiencesOf(rule, payload);
  if (rule.anyAudience) return passed("audience", "The rule accepts any audience.");
  if (matchesAudience(rule, payload))
    return passed("audience", `\`${claim}\` contains ${formatValues(rule.audiences)}.`);
  const { noAudience, ownAudience } = guessPreset(payload, rule.provider)?.refusals ?? {};
  if (audiences.length === 0) {
    const value = readClaim(payload, claim);
    const state = value === undefined ? "is missing" : Array.isArray(value) ? "is an empty list" : "is not a string";
    const kind = noAudience?.kind?.(payload) ?? null;
    return failed(
      "audience",
      `\`${claim}\` ${state}${kind === null ? "" : `: ${kind}`}.`,
      noAudience?.remedy ??
        "Configure an audience at the provider, or set the claim that contains it (`audienceClaim`), such as client_id.",
    );
  }
  const slash = audiences.find((audience) => rule.audiences.some((wanted) => differsOnlyBySlash(audience, wanted)));
  return failed(
    "audience",
    `\`${claim}\` is ${formatValues(audiences)}; the rule requires ${formatValues(rule.audiences)}.`,
    slash === undefined
      ? remedyWhenWrong(ownAudience, audiences)
      : "They differ in a trailing slash: copy the audience into the rule exactly as in the token.",
  );
}

function remedyWhenWrong(ownAudience: KnownRefusals["ownAudience"], audiences: readonly string[]): string {
  if (ownAudience !== undefined && audiences.every((audience) => ownAudience.pattern.test(audience)))
    return ownAudience.remedy;
  return "Request a token for this app from the provider, or add that audience to the rule if it is this app.";
}

const differsOnlyBySlash = (one: string, other: string) =>
  one.replace(/(?<!\/)\/+$/, "") === other.replace(/(?<!\/)\/+$/, "");
