import { createFileRoute } from "@tanstack/react-router";
import { createTokenHandler } from "assistant-cloud-auth/backend";
import { readSession } from "../../../../session.ts"; // your own

const tokenRoute = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"],
  baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  async authorize(request) {
    const session = await readSession(request);
    return session && { workspaceId: `${session.orgId}:${session.userId}`, userId: session.userId };
  },
});

export const Route = createFileRoute("/api/assistant-ui-token")({
  server: { handlers: { ANY: ({ request }) => tokenRoute(request) } },
});
