import process from "node:process";
import { Hono } from "hono";
import { Pool } from "pg";
import { messageCreateBody, messageListQuery, messageUpdateBody } from "../../../server/src/threads/message-bodies.ts";
import { createMessageStore } from "../../../server/src/threads/message-store.ts";
import type { RunStatement } from "../../../server/src/threads/scoped-statements.ts";
import { threadCreateBody, threadListQuery } from "../../../server/src/threads/thread-bodies.ts";
import { createThreadStore } from "../../../server/src/threads/thread-store.ts";
import { listen } from "./listen.ts";
import { report } from "./report.ts";

// Routes that send the same statements with the same values. They authenticate nobody and check nothing.
const [connectionString = "", thread = "", message = "", lease = "", text = ""] = process.argv.slice(2);
const pool = new Pool({ connectionString, max: 10 });
const scope = { projectId: "default", workspaceId: "workspace-1", userId: "user-1" };

type Stores = { threads: ReturnType<typeof createThreadStore>; messages: ReturnType<typeof createMessageStore> };

/** Sends what a store would send, and returns the rows as they come. */
async function send(call: (stores: Stores) => Promise<unknown>): Promise<unknown> {
  let sent: Promise<unknown> = Promise.resolve([]);
  const run: RunStatement = (statement, values) => {
    sent = pool
      .query({ name: String(statement.length), text: statement, values: [...values] })
      .then(({ rows }) => rows);
    // The store reads nothing of it.
    return new Promise(() => {});
  };
  const stores = {
    threads: createThreadStore(run, scope, Date.now),
    messages: createMessageStore(run, scope, Date.now),
  };
  void call(stores);
  return sent;
}

const threadQuery = threadListQuery.parse({});
const messageQuery = messageListQuery.parse({ format: "aui/v0" });
const newThread = threadCreateBody.parse({ last_message_at: "2026-01-01T00:00:00.000Z" });
const content = JSON.parse(text);
const newMessage = messageCreateBody.parse({ parent_id: null, format: "aui/v0", content });
const changes = messageUpdateBody.parse({ content });

const app = new Hono()
  .get("/v1/threads", async (c) => c.json(await send(({ threads }) => threads.list(threadQuery))))
  .get("/v1/threads/:thread", async (c) => c.json(await send(({ threads }) => threads.get(thread))))
  .get("/v1/threads/:thread/messages", async (c) =>
    c.json(await send(({ messages }) => messages.list(thread, messageQuery))),
  )
  .post("/v1/threads", async (c) => {
    await c.req.json();
    return c.json(await send(({ threads }) => threads.create(newThread)));
  })
  .post("/v1/threads/:thread/messages", async (c) => {
    await c.req.json();
    return c.json(await send(({ messages }) => messages.create(thread, newMessage)));
  })
  .put("/v1/threads/:thread/messages/:message", async (c) => {
    await c.req.json();
    return c.json(await send(({ messages }) => messages.update(thread, message, changes)));
  })
  .post("/v1/threads/:thread/runs/:lease/heartbeat", async (c) =>
    c.json(await send(({ messages }) => messages.beat(thread, lease))),
  );
report({ url: await listen(app) });
