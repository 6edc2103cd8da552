import process from "node:process";
import { type Context, Hono } from "hono";
import { Pool } from "pg";
import { createPreparedQuery } from "../../../server/src/storage/prepared-statements.ts";
import {
  messageCreateBody,
  messageListQuery,
  messageUpdateBody,
  runEndBody,
} from "../../../server/src/threads/message-bodies.ts";
import { createMessageStore } from "../../../server/src/threads/message-store.ts";
import type { RunStatement } from "../../../server/src/threads/scoped-statements.ts";
import { createScoreStore } from "../../../server/src/threads/telemetry/score-store.ts";
import { threadCreateBody, threadListQuery, threadUpdateBody } from "../../../server/src/threads/thread-bodies.ts";
import { createThreadStore } from "../../../server/src/threads/thread-store.ts";
import { listen } from "./listen.ts";
import { reportReady } from "./report.ts";

// Serves routes that send the same prepared statements as the cloud, with the same values. The routes authenticate no
// caller and check nothing. The arguments are the database and the content of a message.
const [connectionString = "", text = ""] = process.argv.slice(2);
const pool = new Pool({ connectionString, max: 10 });
const query = createPreparedQuery(pool);
const scope = { projectId: "default", workspaceId: "workspace-1", userId: "user-1" };

function openStores(run: RunStatement) {
  return {
    threads: createThreadStore(run, scope, Date.now),
    messages: createMessageStore(run, scope, Date.now),
    scores: createScoreStore(run, scope, Date.now),
  };
}

/**
 * Calls a store's method, and sends the SQL statement that this method builds. Resolves to the rows. The method
 * receives no rows, so the store does not process them.
 */
async function send(call: (stores: ReturnType<typeof openStores>) => Promise<unknown>): Promise<unknown> {
  let sent: Promise<unknown> = Promise.resolve([]);
  const run: RunStatement = (statement, values) => {
    sent = query({ text: statement, values: [...values] }).then(({ rows }) => rows);
    // The promise never resolves, so the store processes no rows.
    return new Promise(() => {});
  };
  void call(openStores(run));
  return sent;
}

const part = (c: Context, name: "thread" | "message" | "lease") => c.req.param(name) ?? "";
const threadQuery = threadListQuery.parse({});
const messageQuery = messageListQuery.parse({ format: "aui/v0" });
const newThread = threadCreateBody.parse({ last_message_at: "2026-01-01T00:00:00.000Z" });
const newTitle = threadUpdateBody.parse({ title: "Another title" });
const content = JSON.parse(text);
const newMessage = messageCreateBody.parse({ parent_id: null, format: "aui/v0", content });
const changes = messageUpdateBody.parse({ content });
const { reason } = runEndBody.parse({});

const app = new Hono()
  .get("/v1/threads", async (c) => c.json(await send(({ threads }) => threads.list(threadQuery))))
  .get("/v1/threads/:thread", async (c) => c.json(await send(({ threads }) => threads.get(part(c, "thread")))))
  .get("/v1/threads/:thread/messages", async (c) =>
    c.json(await send(({ messages }) => messages.list(part(c, "thread"), messageQuery))),
  )
  .post("/v1/threads", async (c) => {
    await c.req.json();
    return c.json(await send(({ threads }) => threads.create(newThread)));
  })
  .put("/v1/threads/:thread", async (c) => {
    await c.req.json();
    return c.json(await send(({ threads }) => threads.update(part(c, "thread"), newTitle)));
  })
  .post("/v1/threads/:thread/messages", async (c) => {
    await c.req.json();
    return c.json(await send(({ messages }) => messages.create(part(c, "thread"), newMessage)));
  })
  .put("/v1/threads/:thread/messages/:message", async (c) => {
    await c.req.json();
    return c.json(await send(({ messages }) => messages.update(part(c, "thread"), part(c, "message"), changes)));
  })
  .post("/v1/threads/:thread/messages/:message/feedback", async (c) => {
    const { type } = await c.req.json();
    const feedback = { type, comment: null };
    return c.json(await send(({ scores }) => scores.rate(part(c, "thread"), part(c, "message"), feedback)));
  })
  .post("/v1/threads/:thread/runs/:lease/heartbeat", async (c) =>
    c.json(await send(({ messages }) => messages.renewLease(part(c, "thread"), part(c, "lease")))),
  )
  .post("/v1/threads/:thread/runs/:lease/end", async (c) =>
    c.json(await send(({ messages }) => messages.endRun(part(c, "thread"), part(c, "lease"), reason))),
  );
reportReady({ url: await listen(app) });
