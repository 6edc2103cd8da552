import type { VerifiedWorkspace } from "assistant-cloud-auth/verify";
import type { Hono } from "hono";
import { addMessage, type StoredThread, type ThreadStore } from "./thread-store.ts";

/** Values that the token guard sets for the routes. */
export interface ThreadVariables {
  workspace: VerifiedWorkspace;
}

/** Adds the routes of the thread API that assistant-ui's runtimes call. The caller must mount `api` at `/v1`. */
export function addThreadRoutes(api: Hono<{ Variables: ThreadVariables }>, store: ThreadStore): void {
  const missing = { error: "Thread not found" };

  api.get("/threads", (c) =>
    c.json({ threads: store.list(c.var.workspace.workspaceId, c.req.query("is_archived") === "true") }),
  );
  api.post("/threads", async (c) => {
    const values: Partial<StoredThread> = await c.req.json();
    return c.json({ thread_id: store.add(c.var.workspace.workspaceId, values).id }, 201);
  });
  api.get("/threads/:id", (c) => {
    const thread = store.find(c.var.workspace.workspaceId, c.req.param("id"));
    return thread === undefined ? c.json(missing, 404) : c.json({ thread });
  });
  api.put("/threads/:id", async (c) => {
    const thread = store.find(c.var.workspace.workspaceId, c.req.param("id"));
    if (thread === undefined) return c.json(missing, 404);
    Object.assign(thread, await c.req.json(), { updated_at: new Date().toISOString() });
    return c.json({});
  });
  api.delete("/threads/:id", (c) => {
    const thread = store.find(c.var.workspace.workspaceId, c.req.param("id"));
    if (thread === undefined) return c.json(missing, 404);
    store.remove(thread);
    return c.json({});
  });
  api.get("/threads/:id/messages", (c) => {
    const thread = store.find(c.var.workspace.workspaceId, c.req.param("id"));
    return c.json({ messages: thread === undefined ? [] : [...store.messagesOf(thread)].reverse() });
  });
  api.post("/threads/:id/messages", async (c) => {
    const thread = store.find(c.var.workspace.workspaceId, c.req.param("id"));
    if (thread === undefined) return c.json(missing, 404);
    return c.json({ message_id: addMessage(store.messagesOf(thread), await c.req.json()).id }, 201);
  });
  // Answer the request for a generated title in one piece.
  api.post("/runs/stream", (c) => c.text("A thread with a title"));
  api.post("/runs", (c) => c.json({ run_id: "run_0" }));
  api.post("/events", (c) => c.body(null, 204));
}
