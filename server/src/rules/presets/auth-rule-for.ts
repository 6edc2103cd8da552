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
 * Returns the auth rule of a known provider from the values in the provider's console. Issuers, JWKS URL, audience,
 * algorithms and claims derive from those values. You may change any field of the result before you pass it to
 * `rules.add`.
 *
 * The function sends no request. The first exchange, or `rules test`, shows whether the values are correct.
 *
 * @param provider one of the presets, such as `clerk`
 * @param input the provider's values; common mistakes, such as `https://` before a domain, are corrected
 * @throws `invalid_rule` with the field, the problem and the fix
 */
export function authRuleFor<P extends ProviderName>(provider: P, input: ProviderInputs[P]): AuthRuleInput {
  const preset = findPreset(provider);
  if (preset === undefined) {
    throw settingRefusal("preset_unknown", { known: Object.keys(presets) });
  }
  const { title, fields } = preset;
  const values = readObject(title, input);
  const unknownField = Object.keys(values).find(
    (name) => !COMMON_FIELDS.includes(name) && !Object.hasOwn(fields, name),
  );
  if (unknownField !== undefined) {
    throw refusal(title, null, "it has an unknown field", `Use only ${Object.keys(fields).join(", ")}.`);
  }
  const { audience, organizationId, ...rule } = preset.rule(createInputReader(title, values, fields));
  const userClaim = rule.userClaim ?? "sub";
  const { name = title, organization = false, anyAudience = false } = values;
  if (typeof anyAudience !== "boolean") {
    throw refusal(title, "anyAudience", "is neither true nor false", "Set it to true, or leave it out.");
  }
  if (typeof name !== "string") throw refusal(title, "name", "is not a text", "Enter a text of 1 to 255 characters.");
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
    ? `Its tokens have none: ${ANY}.`
    : `Set ${audience.description}, or ${ANY}, which also accepts tokens for other apps.`;

const isBlank = (audience: AuthRuleInput["audience"]) => audience === undefined || audience.length === 0;

function organizationPart(preset: Preset, organization: unknown): string {
  if (organization === false) return "";
  const claim = organization === true ? preset.organizationClaim : organization;
  if (claim === null) {
    throw refusal(
      preset.title,
      null,
      "its tokens have no usual claim for the organization",
      "Set `organization` to the name of the claim, such as org_id.",
    );
  }
  const fault = typeof claim === "string" ? findClaimPathFault(claim) : "must be true, false or the name of a claim";
  if (fault !== null) throw refusal(preset.title, "organization", fault, "Set it to a claim, such as org_id.");
  // The caller may pass the name of a claim. A trailing `?` in that name means that the claim may be missing.
  const { name, isOptional } = splitOptional(String(claim));
  const optional = isOptional || (organization === true && !preset.alwaysHasOrganization) ? "?" : "";
  const isUsual = preset.organizationClaim === null || name === preset.organizationClaim;
  const alternatives = isUsual ? (preset.organizationAlternatives ?? []) : [];
  return `\${${[...new Set([name, ...alternatives])].join("|")}${optional}}:`;
}

function readObject(title: string, input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw refusal(title, null, "its values are missing", "Pass them as an object.");
}

function refusal(title: string, field: string | null, problem: string, remedy: string): AuthorityError {
  return settingRefusal("preset_rule_invalid", { title, field, problem, remedy });
}
