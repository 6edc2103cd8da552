import { claimPointer } from "../../../jwt/read-claim.ts";
import { definePreset } from "../preset.ts";
import { stytch, stytchFields, stytchRule, stytchSteps } from "./stytch.ts";

/** The preset for Stytch B2B. It accepts session JWTs of members. Each JWT contains the member's organization. */
export const stytchB2b = definePreset({
  title: "Stytch B2B",
  fields: stytchFields,
  steps: stytchSteps,
  hosted:
    "Enter the issuer without a scheme: `stytch.com/<project ID>`. For test projects, the host of the JWKS URL is `test.stytch.com`.",
  organizationClaim: claimPointer("https://stytch.com/organization", "organization_id"),
  alwaysHasOrganization: true,
  rule: (read) => stytchRule(read, "v1/b2b/sessions/jwks"),
  issuerPattern: stytch.issuerPattern,
  sharesHost: true,
  snippet: {
    entry: "stytch",
    hook: "useStytchB2BTokenSource",
    imports: ['import { useStytchB2BClient } from "@stytch/react/b2b";'],
    hookArguments: "useStytchB2BClient()",
  },
});
