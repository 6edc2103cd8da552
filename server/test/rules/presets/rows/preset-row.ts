import type { ProviderInputs, ProviderName } from "assistant-cloud-server";

export const tenant = "11111111-2222-4333-8444-555555555555";
export const client = "66666666-7777-4888-9999-000000000000";

/** The part of a workspace template that names the user. */
export const user = "$" + "{sub}";

interface Expected {
  issuers: string[];
  jwksUrl: string;
  audiences: string[];
  algorithms: string[];
  audienceClaim?: string;
  requiredClaims?: object;
  userClaim?: string;
  workspace?: string;
}

type Row<P extends ProviderName> = readonly [what: string, input: ProviderInputs[P], rule: Expected];

/** The rows of some presets. Each preset has at least one row. */
export type PresetRows<Names extends ProviderName> = { readonly [P in Names]: readonly [Row<P>, ...Row<P>[]] };
