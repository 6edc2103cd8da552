import { describe, expect, it } from "vitest";
import { integrationCode } from "../../../dashboard/rules/code/integration-code.ts";
import { presets } from "../../../src/rules/presets/presets.ts";

const BASE_URL = "https://auth.example.com";

describe("the integration code that the dashboard shows", () => {
  it("the integration code contains the authority's URL and the provider's hook", () => {
    expect(integrationCode(presets.clerk.snippet, "aud", BASE_URL)).toBe(
      [
        'import { useAuth } from "@clerk/react"; // or @clerk/nextjs, @clerk/expo …',
        'import { AssistantCloudProvider } from "assistant-cloud-auth";',
        'import { useClerkTokenSource } from "assistant-cloud-auth/clerk";',
        "",
        "export function Cloud({ children }) {",
        "  const tokenSource = useClerkTokenSource(useAuth());",
        "  return (",
        '    <AssistantCloudProvider baseUrl="https://auth.example.com" tokenSource={tokenSource}>',
        "      {children}",
        "    </AssistantCloudProvider>",
        "  );",
        "}",
      ].join("\n"),
    );
  });

  it("the integration code calls getAuth() above the component and useCredential() inside the component", () => {
    expect(integrationCode(presets.firebase.snippet, "aud", BASE_URL)).toContain(
      "\nconst auth = getAuth();\n\nexport function Cloud",
    );
    expect(integrationCode(presets.google.snippet, "aud", BASE_URL)).toContain(
      "{\n  const credential = useCredential();\n  const tokenSource = useGoogleTokenSource(credential);\n",
    );
  });

  it.each([
    ["clerk", "azp", "useClerkTokenSource(useAuth(), { template: null })"],
    ["clerk", "constructor", "useClerkTokenSource(useAuth());"],
    ["cognito", "client_id", 'useCognitoTokenSource({ fetchAuthSession, Hub }, { token: "access" })'],
  ] as const)(
    "for the provider %s and the audience claim %s, the integration code contains %s",
    (provider, audienceClaim, call) => {
      expect(integrationCode(presets[provider].snippet, audienceClaim, BASE_URL)).toContain(call);
    },
  );

  it("for a provider without a preset, the integration code uses providerTokenSource()", () => {
    expect(integrationCode(undefined, "aud", BASE_URL)).toContain("providerTokenSource({");
  });
});
