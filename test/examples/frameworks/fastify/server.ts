import { createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import fastify, { type FastifyRequest } from "fastify";
import { addSession } from "./session.ts"; // your own

export const app = fastify();
addSession(app);

const tokenRoute = createTokenHandler({
  apiKey: process.env["ASSISTANT_API_KEY"],
  baseUrl: process.env["ASSISTANT_BACKEND_URL"], // only for a self-hosted authority
  authorize: (_request, { user }: FastifyRequest) =>
    user && { workspaceId: `${user.orgId}:${user.id}`, userId: user.id },
});
app.all("/api/assistant-ui-token", async (request, reply) => {
  reply.hijack(); // from now on the handler writes to `reply.raw`
  await toNodeHandler((webRequest) => tokenRoute(webRequest, request))(request.raw, reply.raw);
});
