import type { PageName } from "../../shell/page-address.ts";

/** A step with code to copy. */
interface Snippet {
  /** The purpose of the code. */
  title: string;
  code: string;
}

/** A step that links to another page of the dashboard. */
interface PageStep {
  title: string;
  summary: string;
  page: PageName;
}

/** A way to integrate an app with the authority. The steps have the order in which the admin follows them. */
export interface Approach {
  name: string;
  summary: string;
  steps: readonly (Snippet | PageStep)[];
}

/**
 * Returns the two ways to integrate an app with the authority.
 *
 * @param issuer the authority's issuer, which is also its base URL
 */
export function listApproaches(issuer: string): readonly Approach[] {
  return [
    {
      name: "Direct integration",
      summary:
        "Your auth provider signs users in. An auth rule makes this authority trust that provider, and the browser exchanges its ID token for a workspace token.",
      steps: [
        {
          title: "Add an auth rule",
          summary: "Choose your provider and enter the values its dashboard shows. You get the code for your app.",
          page: "rules",
        },
        {
          title: "Connect your app",
          code: `<AssistantCloudProvider\n  baseUrl=${JSON.stringify(issuer)}\n  tokenSource={providerTokenSource({ key, getToken })}\n>`,
        },
        { title: "Try a token", summary: "Check whether a token would be accepted, and if not, why.", page: "try" },
        { title: "Allow your origins", summary: "List the sites that may call this authority.", page: "origins" },
      ],
    },
    {
      name: "Backend integration",
      summary:
        "Your backend knows the signed-in user and chooses the workspace. It mints workspace tokens with an API key, and the browser fetches them from your route.",
      steps: [
        {
          title: "Create an API key",
          summary: "The key is shown once, with the code for your backend route.",
          page: "keys",
        },
        {
          title: "Connect your backend",
          code: `createAssistantCloudBackend({\n  baseUrl: ${JSON.stringify(issuer)},\n  apiKey: process.env.ASSISTANT_API_KEY ?? "",\n});`,
        },
        {
          title: "Or mint a token with curl",
          code: [
            `curl -X POST ${quote(`${issuer}/v1/auth/tokens`)} \\`,
            '  -H "Authorization: Bearer $ASSISTANT_API_KEY" \\',
            '  -H "Aui-User-Id: ada" \\',
            '  -H "Aui-Workspace-Id: acme:ada"',
          ].join("\n"),
        },
        { title: "Monitor activity", summary: "See issued and refused tokens, minute by minute.", page: "activity" },
      ],
    },
  ];
}

/** Quotes text as one POSIX shell word. */
function quote(text: string): string {
  return /^[\w:/.@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
