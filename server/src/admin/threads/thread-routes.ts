import { Hono } from "hono";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { ThreadService } from "../../threads/thread-service.ts";
import type { AdminEnv } from "../http/admin-env.ts";
import { readBody, readQuery } from "../http/read-body.ts";
import {
  countQuery,
  deleteQuery,
  eraseBody,
  idText,
  type MessagesResponse,
  type ThreadsResponse,
  threadsQuery,
  toThreadCursor,
  type UsersResponse,
  viewBody,
  type WorkspacesResponse,
} from "./thread-queries.ts";

/**
 * Creates the routes that list, read and delete the project's threads, and a route that erases a user's data. Two more
 * routes count the threads of each workspace and of each user. The route that reads messages is a POST, because it also
 * writes to the audit log.
 */
export function threadRoutes(threads: ThreadService): Hono<AdminEnv> {
  const routes = new Hono<AdminEnv>();

  routes.get("/threads/workspaces", async (c) => {
    const { limit, after } = readQuery(c.req.url, countQuery);
    const rows = await threads.countByWorkspace({ limit: limit + 1, after });
    const [workspaces, next] = toPage(rows, limit, ({ workspace_id }) => workspace_id);
    return c.json({ workspaces, next } satisfies WorkspacesResponse);
  });

  routes.get("/threads/users", async (c) => {
    const { limit, after } = readQuery(c.req.url, countQuery);
    const rows = await threads.countByUser({ limit: limit + 1, after });
    const [users, next] = toPage(rows, limit, ({ user_id }) => user_id);
    return c.json({ users, next } satisfies UsersResponse);
  });

  routes.get("/threads", async (c) => {
    const { archived, workspace, user, limit, after, ...filter } = readQuery(c.req.url, threadsQuery);
    const rows = await threads.list({
      ...filter,
      archived: archived === "true",
      workspaceId: workspace,
      userId: user,
      externalId: undefined,
      limit: limit + 1,
      after: undefined,
      afterPosition: after,
    });
    const [page, next] = toPage(rows, limit, toThreadCursor);
    return c.json({ threads: page, next } satisfies ThreadsResponse);
  });

  routes.post("/threads/:id/messages", async (c) => {
    const { workspace_id, limit, after } = await readBody(c.req.raw, viewBody);
    const query = { limit: limit + 1, after, format: undefined };
    const rows = await threads.viewMessages(readThreadId(c.req.param("id")), query, c.var.by, workspace_id);
    const [messages, next] = toPage(rows, limit, ({ id }) => id);
    return c.json({ messages, next } satisfies MessagesResponse);
  });

  routes.delete("/threads/:id", async (c) => {
    const { workspace_id } = readQuery(c.req.url, deleteQuery);
    await threads.remove(readThreadId(c.req.param("id")), c.var.by, workspace_id);
    return c.body(null, 204);
  });

  routes.post("/users/erase", async (c) => {
    const { userId } = await readBody(c.req.raw, eraseBody);
    return c.json(await threads.eraseUser(userId, c.var.by));
  });
  return routes;
}

/**
 * Returns the first `limit` rows as a page, and the cursor of the next page. The cursor is null on the last page.
 *
 * @param rows up to `limit` + 1 rows; the extra row shows that a next page exists
 */
function toPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string): [page: Row[], next: string | null] {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return [page, rows.length > limit && last !== undefined ? cursorOf(last) : null];
}

/**
 * Returns the id of a thread unchanged. Throws `not_found` if the id is too long or PostgreSQL cannot store it, because
 * no thread can have such an id.
 */
function readThreadId(id: string): string {
  if (!idText.safeParse(id).success) throw settingRefusal("thread_not_found");
  return id;
}
