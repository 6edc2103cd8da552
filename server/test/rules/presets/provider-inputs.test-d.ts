// TypeScript compiles this file, and no test runs it. The inputs derive from the fields of each preset.
import { authRuleFor, type ProviderInputs, type ProviderName } from "assistant-cloud-server";

"better-auth" satisfies ProviderName;
({ domain: "clerk.example.com", audience: ["a", "b"], organization: true }) satisfies ProviderInputs["clerk"];
({ projectRef: "abcdefgh", name: "Mine", organization: "team?" }) satisfies ProviderInputs["supabase"];

export function rules() {
  authRuleFor("cognito", { userPoolId: "eu-west-1_A", clientId: "c", tokenUse: "access" });
  // @ts-expect-error the domain is required
  authRuleFor("clerk", { audience: "a" });
  // @ts-expect-error only one domain is allowed
  authRuleFor("clerk", { domain: ["a", "b"] });
  // @ts-expect-error there are two kinds of token
  authRuleFor("cognito", { userPoolId: "eu-west-1_A", clientId: "c", tokenUse: "refresh" });
  // @ts-expect-error it is a field of another provider
  authRuleFor("firebase", { projectId: "my-app", domain: "x" });
  // @ts-expect-error there is no such preset
  authRuleFor("okta", {});
}
