import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    user: { id: string; orgId: string } | null;
  }
}

/** Placeholder for @fastify/session, @fastify/passport or another plugin that sets the request's user. */
export function addSession(app: FastifyInstance): void {
  app.decorateRequest("user", null);
  app.addHook("onRequest", async (request) => {
    const cookie = /session=(\w+)\.(\w+)/.exec(request.headers.cookie ?? "");
    if (cookie?.[1] && cookie[2]) request.user = { orgId: cookie[1], id: cookie[2] };
  });
}
