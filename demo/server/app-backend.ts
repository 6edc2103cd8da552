import { createTokenHandler } from "assistant-cloud-auth/backend";
import type { WorkspaceVariables } from "assistant-cloud-auth/verify";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { type DemoConfig, SESSION_KEY_HEADER, toSessionKey } from "../config.ts";
import type { DemoAuthority } from "./authority.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { createIdTokenReader, createSessions } from "./session.ts";

const COOKIE = "demo_session";

const sessionBody = z.object({ idToken: z.string().max(8192) });
const authorityBody = z.object({ running: z.boolean() });

/**
 * Creates the app's own server. Its routes open a session, return workspace tokens and verify them. Further routes
 * control the demo, for example to stop the authority.
 */
export function createAppBackend(settings: {
  config: DemoConfig;
  provider: IdentityProvider;
  authority: DemoAuthority;
}) {
  const { config, provider, authority } = settings;
  const sessions = createSessions();
  const readIdToken = createIdTokenReader({ ...provider, clientId: config.clientId });
  const app = new Hono<{ Variables: WorkspaceVariables }>();

  app.post("/api/session", async (c) => {
    const body = sessionBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json({ error: "Send { idToken }" }, 400);
    const verified = await readIdToken(body.data.idToken);
    if (!verified) return c.json({ error: "The ID token is not valid" }, 401);
    sessions.end(getCookie(c, COOKIE));
    // The demo is served over plain HTTP on loopback, so the cookie is not `secure`.
    setCookie(c, COOKIE, sessions.open(verified.identity), { httpOnly: true, sameSite: "Lax", path: "/" });
    return c.json({ ok: true });
  });
  app.delete("/api/session", (c) => {
    sessions.end(getCookie(c, COOKIE));
    deleteCookie(c, COOKIE, { path: "/" });
    return c.body(null, 204);
  });

  /**
   * Returns the session's user and workspace. Returns null without a session, or if the page expects another person or
   * organization.
   */
  const workspaceOf = (request: Request) => {
    const session = sessions.find(readCookie(request));
    if (session === null) return null;
    const { userId, organizationId } = session;
    if (request.headers.get(SESSION_KEY_HEADER) !== toSessionKey(userId, organizationId)) return null;
    return { userId, workspaceId: `${organizationId}:${userId}` };
  };
  const tokenHandler = createTokenHandler({
    apiKey: authority.apiKey,
    baseUrl: authority.url,
    authorize: workspaceOf,
  });
  app.post("/api/assistant-ui-token", (c) => tokenHandler(c.req.raw));

  app.get("/api/whoami", authority.guard, (c) => {
    const { workspaceId, userId } = c.get("workspace");
    c.header("Cache-Control", "no-store");
    return c.json({ workspaceId, userId });
  });

  app.get("/demo/config", (c) => c.json(config));
  app.put("/demo/authority", async (c) => {
    const body = authorityBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return c.json({ error: "Send { running }" }, 400);
    const problem = await (body.data.running ? authority.start() : authority.stop());
    return c.json({ running: authority.isRunning(), ...(problem ? { problem } : {}) });
  });
  app.get("/demo/authority", (c) => c.json({ running: authority.isRunning() }));
  app.post("/demo/expired/id-token", async (c) => {
    const verified = await readIdToken((c.req.header("Authorization") ?? "").replace(/^Bearer /, ""));
    if (!verified) return c.json({ error: "Send a valid ID token" }, 401);
    return c.text(await provider.signExpired(verified.claims));
  });
  app.post("/demo/expired/workspace-token", async (c) => {
    const identity = workspaceOf(c.req.raw);
    if (!identity) return c.json({ error: "Not signed in" }, 401);
    return c.text(await authority.mintExpired(identity));
  });
  return app;
}

function readCookie(request: Request): string | undefined {
  const pattern = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`);
  return pattern.exec(request.headers.get("Cookie") ?? "")?.[1];
}
