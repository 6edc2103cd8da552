import { fastifyWorkspaceGuard, workspaceOf } from "assistant-cloud-auth/verify";
import fastify from "fastify";

export const app = fastify();
app.addHook("onRequest", fastifyWorkspaceGuard({ issuer: "https://auth.example.com" }));
app.get("/threads/all", async (request) => ({ of: workspaceOf(request).workspaceId }));
