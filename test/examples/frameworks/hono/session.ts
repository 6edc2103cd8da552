import { createMiddleware } from "hono/factory";

/** The variables that the app's own middleware sets. */
export interface Env {
  Variables: { user: { id: string; orgId: string } | null };
}

/** Placeholder for the app's own session middleware. */
export const session = createMiddleware<Env>(async (context, next) => {
  const cookie = /session=(\w+)\.(\w+)/.exec(context.req.header("Cookie") ?? "");
  context.set("user", cookie?.[1] && cookie[2] ? { orgId: cookie[1], id: cookie[2] } : null);
  await next();
});
