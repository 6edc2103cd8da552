import type { RulePreview } from "../../../src/admin/admin-api.ts";
import { integrations } from "./integration.ts";

/** What a rule says of the app that sends its tokens. */
export type CodeSubject = Pick<RulePreview, "provider" | "audienceClaim">;

/**
 * The component to paste in the app whose tokens a rule accepts.
 *
 * @param baseUrl the authority's public URL
 */
export function integrationCode({ provider, audienceClaim }: CodeSubject, baseUrl: string): string {
  const found = provider !== null && Object.hasOwn(integrations, provider) ? integrations[provider] : undefined;
  const cloud = (imports: readonly string[], before: string | undefined, within: readonly string[]) =>
    [
      ...imports,
      "",
      ...(before === undefined ? [] : [before, ""]),
      "export function Cloud({ children }) {",
      ...within.map((line) => `  ${line}`),
      "  return (",
      `    <AssistantCloudProvider baseUrl=${JSON.stringify(baseUrl)} tokenSource={tokenSource}>`,
      "      {children}",
      "    </AssistantCloudProvider>",
      "  );",
      "}",
    ].join("\n");
  if (found === undefined) {
    const imports = ['import { AssistantCloudProvider, providerTokenSource } from "assistant-cloud-auth";'];
    return cloud([...imports, 'import { auth } from "./auth"; // your provider\'s client'], undefined, [
      "const tokenSource = providerTokenSource({",
      "  key: auth.userId, // null while nobody is signed in",
      "  getToken: () => auth.getIdToken(),",
      "});",
    ]);
  }
  const { entry, hook, imports, before, within = [], given } = found;
  const options = optionsFor(provider, audienceClaim);
  return cloud(
    [
      ...imports,
      'import { AssistantCloudProvider } from "assistant-cloud-auth";',
      `import { ${hook} } from "assistant-cloud-auth/${entry}";`,
    ],
    before,
    [...within, `const tokenSource = ${hook}(${given}${options});`],
  );
}

/** Where the rule is for another token than the one that the hook sends by itself. */
function optionsFor(provider: string | null, audienceClaim: string): string {
  if (provider === "clerk" && audienceClaim === "azp") return ", { template: null }";
  if (provider === "cognito" && audienceClaim === "client_id") return ', { token: "access" }';
  return "";
}
