import { readClaim } from "../jwt/read-claim.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import type { KnownRefusals } from "../rules/presets/known-refusals.ts";
import { guessPreset } from "../rules/presets/presets.ts";
import { audiencesOf, namesAudience } from "../rules/rule-match.ts";
import { formatValues } from "./format-value.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

type Claims = Readonly<Record<string, unknown>>;

/** Compares the audience, and says what to do at the provider where none fits. */
export function explainAudience(rule: AuthRule, payload: Claims): TokenCheck {
  const { audienceClaim: claim } = rule;
  const given = audiencesOf(rule, payload);
  if (rule.anyAudience) return passed("audience", "The rule takes tokens made for any audience.");
  if (namesAudience(rule, payload)) return passed("audience", `\`${claim}\` names ${formatValues(rule.audiences)}.`);
  const { noAudience, ownAudience } = guessPreset(payload, rule.provider)?.refusals ?? {};
  if (given.length === 0) {
    const value = readClaim(payload, claim);
    const state = value === undefined ? "is missing" : Array.isArray(value) ? "is an empty list" : "is not a text";
    const kind = noAudience?.kind?.(payload) ?? null;
    return failed(
      "audience",
      `\`${claim}\` ${state}${kind === null ? "" : `: ${kind}`}.`,
      noAudience?.remedy ??
        "Have the provider name an audience, or name the claim that has it (`audienceClaim`), such as client_id.",
    );
  }
  const slash = given.find((audience) => rule.audiences.some((wanted) => isSameButSlash(audience, wanted)));
  return failed(
    "audience",
    `\`${claim}\` is ${formatValues(given)}; the rule wants ${formatValues(rule.audiences)}.`,
    slash === undefined
      ? remedyWhenWrong(ownAudience, given)
      : "They differ in the slash at the end: give the rule the audience exactly as the token has it.",
  );
}

function remedyWhenWrong(own: KnownRefusals["ownAudience"], given: readonly string[]): string {
  if (own !== undefined && given.every((audience) => own.pattern.test(audience))) return own.remedy;
  return "Ask the provider for a token made for this app; or add that audience to the rule, if it is this app.";
}

const isSameButSlash = (one: string, other: string) =>
  one.replace(/(?<!\/)\/+$/, "") === other.replace(/(?<!\/)\/+$/, "");
