import type { ScriptStep } from "../play-script.ts";

const SAMPLE = `### Two ways to a workspace token

| | Direct integration | Backend integration |
|---|---|---|
| Who decides the workspace | an auth rule | your server |
| What the page sends | the provider’s ID token | its own session |
| Secret | none | an API key |

Both end in the same hook:

\`\`\`tsx
const { workspaceId, expiresAt } = useWorkspaceToken();
const cloud = useAssistantCloud();
const runtime = useLocalRuntime(model, { cloud });
\`\`\`

1. Choose an approach in the panel.
2. Watch the dial: the old token is dropped, a new one arrives.
3. This thread stays, because *the workspace* stays.

> A switch of approach needs no migration.`;

export async function* showMarkdown(): AsyncGenerator<ScriptStep> {
  yield { type: "text", text: SAMPLE };
}
