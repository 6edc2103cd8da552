import { createTokenHandler } from "assistant-cloud-auth/backend";
import { readSession } from "../session.ts"; // your own

interface Env {
  ASSISTANT_API_KEY: string; // `wrangler secret put ASSISTANT_API_KEY`
  ASSISTANT_BACKEND_URL?: string; // only for a self-hosted authority
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname !== "/api/assistant-ui-token") return new Response("Not found", { status: 404 });
    const tokenRoute = createTokenHandler({
      apiKey: env.ASSISTANT_API_KEY,
      baseUrl: env.ASSISTANT_BACKEND_URL,
      async authorize() {
        const session = await readSession(request);
        return session && { workspaceId: `${session.orgId}:${session.userId}`, userId: session.userId };
      },
    });
    return tokenRoute(request);
  },
};
