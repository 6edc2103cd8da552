import type { Context, Hono } from "hono";
import { respond } from "../http/respond.ts";
import { messageListQuery } from "../threads/message-bodies.ts";
import { threadListQuery } from "../threads/thread-bodies.ts";
import type { ThreadApiDependencies } from "./thread-api-dependencies.ts";
import { pathPart, readQueryOf, type ThreadResponse } from "./thread-request.ts";
import { writeMessageList } from "./write-message-list.ts";

/**
 * Adds the routes that require an API key. Backends use these routes to list the threads of all workspaces, to read the
 * messages of a thread, and to erase a user.
 */
export function addProjectRoutes(app: Hono, { authenticateBackend, service }: ThreadApiDependencies): void {
  const handle = (work: (c: Context) => Promise<ThreadResponse>) => async (c: Context) => {
    const headers = await authenticateBackend(c);
    const { body, status } = await work(c);
    return respond(body, headers, status);
  };
  app.get(
    "/v1/projects/threads",
    handle(async (c) => ({ body: { threads: await service.list(readQueryOf(c, threadListQuery)) } })),
  );
  app.get(
    "/v1/projects/threads/:thread/messages",
    handle(async (c) => ({
      body: writeMessageList(await service.listMessages(pathPart(c, "thread"), readQueryOf(c, messageListQuery))),
    })),
  );
  app.delete(
    "/v1/projects/users/:user",
    handle(async (c) => {
      const { threads, runs } = await service.eraseUser(pathPart(c, "user"), { actor: "program" });
      return { body: { threads, runs } };
    }),
  );
}
