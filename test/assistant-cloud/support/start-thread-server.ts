import { requireWorkspaceToken } from "assistant-cloud-auth/verify";
import { serveAuthority } from "assistant-cloud-server";
import { createTestAuthority, type TestAuthority, type TestAuthorityOptions } from "assistant-cloud-server/testing";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { openTestStorage } from "../../../server/test/support/open-test-storage.ts";
import { addThreadRoutes, type ThreadVariables } from "./thread-routes.ts";
import { createThreadStore, type ThreadStore } from "./thread-store.ts";

export interface ThreadRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  /** The user of the request's token; null when the token was rejected. */
  readonly userId: string | null;
  readonly workspaceId: string | null;
}

/** A real authority and the thread API, on one HTTP origin. */
export interface ThreadServer extends ThreadStore {
  readonly url: string;
  readonly authority: TestAuthority;
  readonly requests: ThreadRequest[];
  /** Valid tokens that the API rejects with 401. */
  readonly refused: Set<string>;
  /**
   * The token that the API sends in the `Authorization` header of its next response. If null, the response has no such
   * header. The server sets this property to null after each response.
   */
  rotateTo: string | null;
  /** How far the authority's clock is ahead of the machine's, in milliseconds. */
  aheadMs: number;
  /** The number of API requests that `hold` is blocking. */
  readonly waiting: number;
  /** A router for further routes on the same origin. */
  readonly routes: Hono;
  /** Blocks requests to the API until the returned function is called. */
  hold(): () => void;
  mint(userId: string, workspaceId: string): Promise<string>;
  close(): Promise<void>;
}

export async function startThreadServer(options: TestAuthorityOptions = {}): Promise<ThreadServer> {
  const storage = await openTestStorage();
  const state = { rotateTo: null as string | null, waiting: 0, aheadMs: 0 };
  // Capture the original function, because a test may change the page's clock but not the server's.
  const machineTime = Date.now;
  const now = () => machineTime() + state.aheadMs;
  const authority = await createTestAuthority({ ...options, storage, now });
  const store = createThreadStore();
  const requests: ThreadRequest[] = [];
  const refused = new Set<string>();
  let held: Promise<void> | null = null;

  const api = new Hono<{ Variables: ThreadVariables }>();
  api.use(async (c, next) => {
    const token = (c.req.header("Authorization") ?? "").replace(/^Bearer /, "");
    await next();
    const { userId, workspaceId } = c.get("workspace") ?? { userId: null, workspaceId: null };
    requests.push({ method: c.req.method, path: c.req.path, token, userId, workspaceId });
    if (state.rotateTo !== null) c.header("Authorization", `Bearer ${state.rotateTo}`);
    state.rotateTo = null;
    c.header("Cache-Control", "private, no-store");
  });
  api.use(
    createMiddleware(async (c, next) => {
      const isHeld = held !== null;
      if (isHeld) state.waiting += 1;
      await held;
      if (isHeld) state.waiting -= 1;
      const token = (c.req.header("Authorization") ?? "").replace(/^Bearer /, "");
      return refused.has(token) ? c.json({ error: "JWT token has expired" }, 401) : next();
    }),
  );
  api.use(
    requireWorkspaceToken({
      issuer: authority.baseUrl,
      // The guard fetches the authority's list of revocations if its copy is more than a second old.
      revocations: true,
      now,
      fetch: (url, init) => authority.fetch(url, init),
    }),
  );
  addThreadRoutes(api, store);

  const app = new Hono();
  // The authority answers exchanges. It also checks its list of revocations for an exchanged ID token.
  app.all("/v1/auth/*", (c) => authority.authority.fetch(c.req.raw));
  app.all("/.well-known/*", (c) => authority.authority.fetch(c.req.raw));
  app.route("/v1", api);
  const routes = new Hono();
  app.all("*", (c) => routes.fetch(c.req.raw));
  const server = await serveAuthority({
    authority: { fetch: async (request) => app.fetch(request) },
    port: 0,
    dashboardFolder: null,
  });

  return Object.assign(state, store, {
    url: server.url,
    authority,
    requests,
    refused,
    routes,
    hold() {
      let release = () => {};
      held = new Promise<void>((resolve) => {
        release = resolve;
      });
      return () => {
        held = null;
        release();
      };
    },
    async mint(userId: string, workspaceId: string) {
      const response = await authority.fetch(`${authority.baseUrl}/v1/auth/tokens`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${authority.apiKey}`,
          "Aui-User-Id": userId,
          "Aui-Workspace-Id": workspaceId,
        },
      });
      return ((await response.json()) as { token: string }).token;
    },
    async close() {
      await server.close();
      await authority.close();
      await storage.close();
    },
  });
}
