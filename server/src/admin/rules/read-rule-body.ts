import type { z } from "zod";
import type { AuthRuleInput } from "../../rules/auth-rule.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import type { ProviderInputs, ProviderName } from "../../rules/presets/presets.ts";
import type { ruleBody } from "./rule-bodies.ts";

/** The rule that a body means. Throws `invalid_rule` that names the preset's field. */
export function readRuleBody(body: z.output<typeof ruleBody>): AuthRuleInput {
  if (body.kind === "custom") return body.rule;
  // Whether the provider and its fields exist is checked by the preset, at run time.
  return authRuleFor(body.provider as ProviderName, body.input as ProviderInputs[ProviderName]);
}
