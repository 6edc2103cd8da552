import { createMiddleware } from "hono/factory";

/** What the app's own middleware leaves in the context. */
export interface Env {
  Variables: { user: { id: string; orgId: string } | null };
}

/** Stands for the app's own session middleware. */
export const session = createMiddleware<Env>(async (context, next) => {
  const cookie = /session=(\w+)\.(\w+)/.exec(context.req.header("Cookie") ?? "");
  context.set("user", cookie?.[1] && cookie[2] ? { orgId: cookie[1], id: cookie[2] } : null);
  await next();
});
