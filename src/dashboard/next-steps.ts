/** Something to paste. */
export interface Snippet {
  /** What it does. */
  title: string;
  language: "sh" | "tsx" | "ts";
  code: string;
}

/** A way to use the authority, with what to do for it. */
export interface Approach {
  name: string;
  summary: string;
  snippets: readonly Snippet[];
}

/** The two ways to use an authority, with its own issuer filled in; `issuer` is also its base URL. */
export function nextSteps(issuer: string): readonly Approach[] {
  return [
    {
      name: "Direct integration",
      summary:
        "Your auth provider signs people in; an auth rule tells this authority to trust that provider, and the browser exchanges its ID token for a workspace token.",
      snippets: [
        {
          title: "Trust your provider",
          language: "sh",
          code: [
            "npx assistant-cloud-auth rules add \\",
            '  --name "my provider" \\',
            "  --issuer https://your-provider.example \\",
            "  --jwks-url https://your-provider.example/.well-known/jwks.json \\",
            "  --audience your-client-id",
          ].join("\n"),
        },
        {
          title: "Point the app here",
          language: "tsx",
          code: `<AssistantCloudProvider\n  baseUrl=${JSON.stringify(issuer)}\n  tokenSource={providerTokenSource({ key, getToken })}\n>`,
        },
      ],
    },
    {
      name: "Backend integration",
      summary:
        "Your own server knows who is signed in and decides the workspace; it mints workspace tokens with an API key, and the browser fetches them from your route.",
      snippets: [
        {
          title: "Make an API key",
          language: "sh",
          code: 'npx assistant-cloud-auth keys create --name "my backend"',
        },
        {
          title: "Point the server here",
          language: "ts",
          code: `createAssistantCloudBackend({\n  baseUrl: ${JSON.stringify(issuer)},\n  apiKey: process.env.ASSISTANT_API_KEY ?? "",\n});`,
        },
        {
          title: "Or mint one token by hand",
          language: "sh",
          code: [
            `curl -X POST ${quote(`${issuer}/v1/auth/tokens`)} \\`,
            '  -H "Authorization: Bearer $ASSISTANT_API_KEY" \\',
            '  -H "Aui-User-Id: ada" \\',
            '  -H "Aui-Workspace-Id: acme:ada"',
          ].join("\n"),
        },
      ],
    },
  ];
}

/** Makes one word of a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return /^[\w:/.@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
