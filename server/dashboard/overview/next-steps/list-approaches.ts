import type { PageName } from "../../shell/page-address.ts";

/** Something to paste. */
interface Snippet {
  /** What it does. */
  title: string;
  code: string;
}

/** Something to do on another page. */
interface Errand {
  title: string;
  /** What is done there, in a sentence. */
  summary: string;
  page: PageName;
}

/** A way to use the authority, with what to do for it, in order. */
export interface Approach {
  name: string;
  summary: string;
  steps: readonly (Snippet | Errand)[];
}

/** The two ways to use an authority, with its own issuer filled in; `issuer` is also its base URL. */
export function listApproaches(issuer: string): readonly Approach[] {
  return [
    {
      name: "Direct integration",
      summary:
        "Your auth provider signs people in; an auth rule tells this authority to trust that provider, and the browser exchanges its ID token for a workspace token.",
      steps: [
        {
          title: "Add an auth rule",
          summary: "Choose your provider and give what its own page shows; the code for the app comes with it.",
          page: "rules",
        },
        {
          title: "Point the app here",
          code: `<AssistantCloudProvider\n  baseUrl=${JSON.stringify(issuer)}\n  tokenSource={providerTokenSource({ key, getToken })}\n>`,
        },
        { title: "Try a token", summary: "See whether it would be exchanged, and what is in the way.", page: "try" },
        { title: "Allow your origins", summary: "Name the sites whose pages may call.", page: "origins" },
      ],
    },
    {
      name: "Backend integration",
      summary:
        "Your own server knows who is signed in and decides the workspace; it mints workspace tokens with an API key, and the browser fetches them from your route.",
      steps: [
        {
          title: "Make an API key",
          summary: "It is shown once, with the code for the backend’s route.",
          page: "keys",
        },
        {
          title: "Point the server here",
          code: `createAssistantCloudBackend({\n  baseUrl: ${JSON.stringify(issuer)},\n  apiKey: process.env.ASSISTANT_API_KEY ?? "",\n});`,
        },
        {
          title: "Or mint one token by hand",
          code: [
            `curl -X POST ${quote(`${issuer}/v1/auth/tokens`)} \\`,
            '  -H "Authorization: Bearer $ASSISTANT_API_KEY" \\',
            '  -H "Aui-User-Id: ada" \\',
            '  -H "Aui-Workspace-Id: acme:ada"',
          ].join("\n"),
        },
        { title: "Watch them come in", summary: "What is issued and refused, by the minute.", page: "activity" },
      ],
    },
  ];
}

/** Makes one word of a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return /^[\w:/.@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
