import type { PresetInfo } from "../../../src/admin/admin-api.ts";

type Snippet = PresetInfo["snippet"];

/**
 * Returns example code for a React component that connects an app to the authority.
 *
 * @param snippet the provider's part of the code; undefined for a provider without a preset
 * @param audienceClaim the name of the claim that contains the audience
 * @param baseUrl the authority's public URL
 */
export function integrationCode(snippet: Snippet | undefined, audienceClaim: string, baseUrl: string): string {
  const { imports, beforeComponent, insideComponent } = snippet === undefined ? OTHER : partsOf(snippet, audienceClaim);
  return [
    ...imports,
    "",
    ...(beforeComponent.length > 0 ? [...beforeComponent, ""] : []),
    "export function Cloud({ children }) {",
    ...insideComponent.map((line) => `  ${line}`),
    "  return (",
    `    <AssistantCloudProvider baseUrl=${JSON.stringify(baseUrl)} tokenSource={tokenSource}>`,
    "      {children}",
    "    </AssistantCloudProvider>",
    "  );",
    "}",
  ].join("\n");
}

const OTHER = {
  imports: [
    'import { AssistantCloudProvider, providerTokenSource } from "assistant-cloud-auth";',
    'import { auth } from "./auth"; // your provider\'s client',
  ],
  beforeComponent: [],
  insideComponent: [
    "const tokenSource = providerTokenSource({",
    "  key: auth.userId, // null while no user is signed in",
    "  getToken: () => auth.getIdToken(),",
    "});",
  ],
};

function partsOf(snippet: Snippet, audienceClaim: string) {
  const {
    entry,
    hook,
    imports,
    beforeComponent = [],
    insideComponent = [],
    hookArguments,
    optionsByAudienceClaim = {},
  } = snippet;
  const options = Object.hasOwn(optionsByAudienceClaim, audienceClaim)
    ? optionsByAudienceClaim[audienceClaim]
    : undefined;
  return {
    imports: [
      ...imports,
      'import { AssistantCloudProvider } from "assistant-cloud-auth";',
      `import { ${hook} } from "assistant-cloud-auth/${entry}";`,
    ],
    beforeComponent,
    insideComponent: [
      ...insideComponent,
      `const tokenSource = ${hook}(${options === undefined ? hookArguments : `${hookArguments}, ${options}`});`,
    ],
  };
}
