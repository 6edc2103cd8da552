import type { Hono } from "hono";
import { Refusal } from "../base/refusal.ts";
import { threadCreateBody, threadListQuery, threadUpdateBody } from "../threads/thread-bodies.ts";
import type { ThreadScope } from "../threads/thread-scope.ts";
import { createThreadStore } from "../threads/thread-store.ts";
import type { ThreadApiDependencies } from "./thread-api-dependencies.ts";
import { createThreadHandler, pathPart, readJsonBody, readQueryOf } from "./thread-request.ts";

/** Adds the routes of threads. */
export function addThreadRoutes(app: Hono, { authenticate, run, service, now }: ThreadApiDependencies): void {
  const handle = createThreadHandler(authenticate);
  const open = (scope: ThreadScope) => createThreadStore(run, scope, now);

  app.get(
    "/v1/threads",
    handle(async (c, scope) => ({ body: { threads: await open(scope).list(readQueryOf(c, threadListQuery)) } })),
  );
  app.post(
    "/v1/threads",
    handle(async (c, scope) => {
      const content = await readJsonBody(c, threadCreateBody);
      if (content.upsert && content.externalId === undefined) throw new Refusal("upsert_without_external_id");
      const { id, created } = await open(scope).create(content);
      return { body: { thread_id: id }, status: created ? 201 : 200 };
    }),
  );
  app.get(
    "/v1/threads/:thread",
    handle(async (c, scope) => {
      const thread = await open(scope).get(pathPart(c, "thread"));
      if (thread === null) throw new Refusal("thread_not_found");
      return { body: { thread } };
    }),
  );
  app.put(
    "/v1/threads/:thread",
    handle(async (c, scope) => {
      const changes = await readJsonBody(c, threadUpdateBody);
      if (!(await open(scope).update(pathPart(c, "thread"), changes))) throw new Refusal("thread_not_found");
      return { body: {} };
    }),
  );
  app.delete(
    "/v1/threads/:thread",
    handle(async (c, scope) => {
      if (!(await service.removeFrom(scope, pathPart(c, "thread")))) throw new Refusal("thread_not_found");
      return { body: {} };
    }),
  );
}
