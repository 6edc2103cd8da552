import { messageCreateBody, messageListQuery, messageUpdateBody } from "../../server/src/threads/message-bodies.ts";
import { createMessageStore } from "../../server/src/threads/message-store.ts";
import { countByUser, countByWorkspace } from "../../server/src/threads/operator/count-threads.ts";
import { createProjectThreads, type ProjectThreadQuery } from "../../server/src/threads/operator/project-threads.ts";
import type { RunStatement } from "../../server/src/threads/scoped-statements.ts";
import { createScoreStore } from "../../server/src/threads/telemetry/score-store.ts";
import { threadCreateBody, threadListQuery, threadUpdateBody } from "../../server/src/threads/thread-bodies.ts";
import { createThreadStore } from "../../server/src/threads/thread-store.ts";

const scope = { projectId: "p", workspaceId: "w7", userId: "u7" };
const [thread, message, lease] = ["thread-707", "msg_707-9", "lease-707-9"];
const content = { role: "assistant", content: [] };
const last_message_at = "2026-01-01T00:00:00.000Z";
const written = { parent_id: "msg_707-8", format: "aui/v0", content };

const threads = (run: RunStatement) => createThreadStore(run, scope, Date.now);
const messages = (run: RunStatement) => createMessageStore(run, scope, Date.now);
const list = (run: RunStatement, query: Partial<ProjectThreadQuery>) =>
  createProjectThreads(run, scope.projectId, Date.now).list({ ...threadListQuery.parse({}), ...query });

/**
 * Functions that each pass one SQL statement to `run`. The first group contains the statements of the API for threads,
 * messages, runs and feedback. The second group, from `project threads` on, contains the statements of the dashboard's
 * lists. The statements use rows that `fillThreads` adds.
 */
export const statementsOfThreads: Readonly<Record<string, (run: RunStatement) => Promise<unknown>>> = {
  "GET threads": (run) => threads(run).list(threadListQuery.parse({})),
  "GET threads, a further page": (run) => threads(run).list(threadListQuery.parse({ after: thread })),
  "GET threads by external id": (run) => threads(run).list(threadListQuery.parse({ external_id: "chat-707" })),
  "GET thread": (run) => threads(run).get(thread),
  "POST thread": (run) => threads(run).create(threadCreateBody.parse({ last_message_at })),
  "POST thread, upsert": (run) =>
    threads(run).create(threadCreateBody.parse({ last_message_at, external_id: "chat-707", upsert: true })),
  "PUT thread": (run) => threads(run).update(thread, threadUpdateBody.parse({ title: "New" })),
  "DELETE thread": (run) => threads(run).remove(thread),
  "GET messages": (run) => messages(run).list(thread, messageListQuery.parse({})),
  "GET messages, a further page": (run) => messages(run).list(thread, messageListQuery.parse({ after: "msg_707-5" })),
  "POST message": (run) =>
    messages(run).create(thread, messageCreateBody.parse({ ...written, external_id: "m-707-10", open_run: true })),
  "POST message by the parent's external id": (run) =>
    messages(run).create(
      thread,
      messageCreateBody.parse({ ...written, external_id: "m-707-9", parent_external_id: "m-707-8", lease_id: lease }),
    ),
  "PUT message": (run) => messages(run).update(thread, message, messageUpdateBody.parse({ content, lease_id: lease })),
  "DELETE messages": (run) => messages(run).remove(thread, [message]),
  "POST heartbeat": (run) => messages(run).renewLease(thread, lease),
  "POST end of a run": (run) => messages(run).endRun(thread, lease, "done"),
  "POST feedback": (run) =>
    createScoreStore(run, scope, Date.now).rate(thread, message, { type: "positive", comment: null }),
  "project threads": (run) => list(run, {}),
  "project threads, a further page": (run) => list(run, { after: thread }),
  "project threads of a workspace": (run) => list(run, { workspaceId: "w7" }),
  "project threads of a user": (run) => list(run, { userId: "u7" }),
  "project threads by title": (run) => list(run, { title: "of thread 707" }),
  "project messages": (run) =>
    createProjectThreads(run, scope.projectId, Date.now).listMessages(thread, messageListQuery.parse({})),
  "counts of workspaces": (run) => countByWorkspace(run, scope.projectId, { limit: 20 }),
  "counts of workspaces, a further page": (run) => countByWorkspace(run, scope.projectId, { limit: 20, after: "w7" }),
  "counts of users": (run) => countByUser(run, scope.projectId, { limit: 20 }),
  "counts of users, a further page": (run) => countByUser(run, scope.projectId, { limit: 20, after: "u7" }),
};
