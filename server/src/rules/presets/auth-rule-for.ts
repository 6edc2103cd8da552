import type { AuthorityError } from "../../base/authority-error.ts";
import { settingRefusal } from "../../base/setting-refusal.ts";
import { findClaimPathFault } from "../../jwt/read-claim.ts";
import type { AuthRuleInput } from "../auth-rule.ts";
import { splitOptional } from "../split-optional.ts";
import { createInputReader } from "./input-reader.ts";
import type { Preset } from "./preset.ts";
import { findPreset, type ProviderInputs, type ProviderName, presets } from "./presets.ts";

const COMMON_FIELDS = ["name", "organization", "anyAudience"];

/**
 * Makes the auth rule of a known provider from what its dashboard shows: issuers, JWKS URL, audience, algorithms and
 * claims follow from it. Hand the result to `rules.add`; any field may be changed before.
 *
 * Nothing is fetched: a value that is well formed but wrong shows at the first exchange, or in `rules test`.
 *
 * @param provider one of the presets, such as `clerk`
 * @param input the provider's values; what is plainly meant, such as `https://` before a domain, is tidied
 * @throws `invalid_rule` that names the field, and what to give instead
 */
export function authRuleFor<P extends ProviderName>(provider: P, input: ProviderInputs[P]): AuthRuleInput {
  const preset = findPreset(provider);
  if (preset === undefined) {
    throw settingRefusal("preset_unknown", { known: Object.keys(presets) });
  }
  const { title, fields } = preset;
  const values = readObject(title, input);
  const stranger = Object.keys(values).find((name) => !COMMON_FIELDS.includes(name) && !Object.hasOwn(fields, name));
  if (stranger !== undefined) {
    throw refusal(title, null, "it has a field that is not known", `Give only ${Object.keys(fields).join(", ")}.`);
  }
  const { audience, organizationId, ...rule } = preset.rule(createInputReader(title, values, fields));
  const userClaim = rule.userClaim ?? "sub";
  const { name = title, organization = false, anyAudience = false } = values;
  if (typeof anyAudience !== "boolean") {
    throw refusal(title, "anyAudience", "is neither true nor false", "Give true or leave it out.");
  }
  if (typeof name !== "string") throw refusal(title, "name", "is not a text", "Give a text of 1 to 255 characters.");
  const prefix = organizationId === undefined ? organizationPart(preset, organization) : `${organizationId}:`;
  const workspace = `${prefix}\${${userClaim}}`;
  if (isBlank(audience) && !anyAudience) {
    throw refusal(title, "audience", "is missing", audienceRemedy(fields));
  }
  return {
    name,
    provider,
    ...rule,
    ...(anyAudience ? { anyAudience } : {}),
    ...(isBlank(audience) ? {} : { audience }),
    userClaim,
    workspace,
  };
}

const ANY = "choose any audience (`anyAudience`, --any-audience)";

const audienceRemedy = ({ audience }: Preset["fields"]) =>
  audience === undefined
    ? `Its tokens name none: ${ANY}.`
    : `Give ${audience.description}, or ${ANY}: then tokens for other apps are accepted too.`;

const isBlank = (audience: AuthRuleInput["audience"]) => audience === undefined || audience.length === 0;

function organizationPart(preset: Preset, organization: unknown): string {
  if (organization === false) return "";
  const claim = organization === true ? preset.organizationClaim : organization;
  if (claim === null) {
    throw refusal(
      preset.title,
      null,
      "its tokens have no usual claim for the organization",
      "Name the claim: `organization` may be a text, such as org_id.",
    );
  }
  const fault = typeof claim === "string" ? findClaimPathFault(claim) : "must be true, false or the name of a claim";
  if (fault !== null) throw refusal(preset.title, "organization", fault, "Name the claim, such as org_id.");
  // Who names a claim also says whether it may be missing.
  const { name, isOptional } = splitOptional(String(claim));
  const optional = isOptional || (organization === true && !preset.organizationAlways) ? "?" : "";
  const isUsual = preset.organizationClaim === null || name === preset.organizationClaim;
  const alternatives = isUsual ? (preset.organizationAlternatives ?? []) : [];
  return `\${${[...new Set([name, ...alternatives])].join("|")}${optional}}:`;
}

function readObject(title: string, input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw refusal(title, null, "its values are missing", "Hand them over as an object.");
}

function refusal(title: string, field: string | null, problem: string, remedy: string): AuthorityError {
  return settingRefusal("preset_rule_invalid", { title, field, problem, remedy });
}
