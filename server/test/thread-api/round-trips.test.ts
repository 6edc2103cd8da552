import { createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const last_message_at = "2026-01-01T00:00:00.000Z";
const content = { role: "user", content: [{ type: "text", text: "Hello" }] };

let storage: AuthorityStorage;
let sent = 0;
let apiKey = "";
let fetch: (request: Request) => Promise<Response>;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await openTestStorage();
  // Every statement goes through one of these methods.
  const counted =
    <Args extends unknown[], Result>(call: (...args: Args) => Result) =>
    (...args: Args) => {
      sent++;
      return call(...args);
    };
  storage = {
    ...opened,
    run: counted(opened.run) as AuthorityStorage["run"],
    transaction: counted(opened.transaction) as AuthorityStorage["transaction"],
    change: counted(opened.change) as AuthorityStorage["change"],
    statement: counted(opened.statement),
    prepared: counted(opened.prepared),
  };
  const issuer = "https://auth.example.com";
  // The clock is frozen, so that no settings cache is refreshed.
  const now = () => Date.parse(last_message_at);
  const authority = await createAuthority({ storage, issuer, now, secret: "a secret of the round trip tests, long" });
  apiKey = (await authority.keys.create({ name: "n" })).key;
  fetch = authority.fetch;
  close = authority.close;
  await send("GET", "/threads");
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await close();
  await storage.close();
});

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(
    new Request(`https://auth.example.com/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, "Aui-Workspace-Id": "w", "Aui-User-Id": "ada", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return text.startsWith("{") ? JSON.parse(text) : text;
}
const thread = async () => (await send("POST", "/threads", { last_message_at })).thread_id as string;
const message = async (more: object = {}) => {
  const id = await thread();
  const made = await send("POST", `/threads/${id}/messages`, { parent_id: null, format: "aui/v0", content, ...more });
  return {
    path: `/threads/${id}`,
    threadId: id,
    messageId: made.message_id as string,
    leaseId: made.lease_id as string,
  };
};

interface Call {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** For each operation, a function that stores the necessary data and returns the request. */
const calls: Record<string, () => Promise<Call>> = {
  "list threads": async () => ({ method: "GET", path: "/threads" }),
  "list the next page of threads": async () => ({ method: "GET", path: `/threads?after=${await thread()}` }),
  "create a thread": async () => ({ method: "POST", path: "/threads", body: { last_message_at } }),
  "create a thread by external id": async () => ({
    ...{ method: "POST", path: "/threads", body: { last_message_at, external_id: "mine", upsert: true } },
  }),
  "read a thread": async () => ({ method: "GET", path: `/threads/${await thread()}` }),
  "change a thread": async () => ({ method: "PUT", path: `/threads/${await thread()}`, body: { title: "New" } }),
  "delete a thread": async () => ({ method: "DELETE", path: (await message()).path }),
  "list messages": async () => ({ method: "GET", path: `${(await message()).path}/messages?format=ai-sdk/v6` }),
  "create a message": async () => ({
    ...{ method: "POST", path: `/threads/${await thread()}/messages` },
    body: { parent_id: null, format: "aui/v0", content, external_id: "m1", open_run: true },
  }),
  "replace a message by external id": async () => ({
    ...{ method: "POST", path: `${(await message({ external_id: "m1" })).path}/messages` },
    body: { parent_id: null, format: "aui/v0", content: { ...content, metadata: {} }, external_id: "m1" },
  }),
  "change a message as holder of its lease": async () => {
    const { path, messageId, leaseId } = await message({ open_run: true });
    return { method: "PUT", path: `${path}/messages/${messageId}`, body: { content, lease_id: leaseId } };
  },
  "delete messages": async () => {
    const { path, messageId } = await message();
    return { method: "DELETE", path: `${path}/messages`, body: { message_ids: [messageId] } };
  },
  "renew a lease": async () => {
    const { path, leaseId } = await message({ open_run: true });
    return { method: "POST", path: `${path}/runs/${leaseId}/heartbeat` };
  },
  "end a lease": async () => {
    const { path, leaseId } = await message({ open_run: true });
    return { method: "POST", path: `${path}/runs/${leaseId}/end`, body: { reason: "done" } };
  },
  "rate a message": async () => {
    const { path, messageId } = await message();
    return { method: "POST", path: `${path}/messages/${messageId}/feedback`, body: { type: "positive" } };
  },
  "score a thread": async () => ({
    ...{ method: "POST", path: "/scores" },
    body: { name: "n", data_type: "numeric", value: 1, thread_id: await thread() },
  }),
  "report a run": async () => ({
    ...{ method: "POST", path: "/runs", body: { thread_id: await thread(), status: "completed" } },
  }),
  "report events": async () => ({
    ...{ method: "POST", path: "/events", body: { events: [{ kind: "message_sent", thread_id: await thread() }] } },
  }),
  "ask for an upload URL": async () => ({
    ...{ method: "POST", path: "/files/attachments/generate-presigned-upload-url", body: { filename: "a.png" } },
  }),
  "list the threads of all workspaces": async () => ({ method: "GET", path: "/projects/threads" }),
  "list the messages of any thread": async () => ({
    ...{ method: "GET", path: `/projects${(await message()).path}/messages` },
  }),
};

test.each(Object.entries(calls))("the server needs one database round trip to %s", async (_, prepare) => {
  const { method, path, body, headers } = await prepare();
  const before = sent;
  await send(method, path, body, headers);
  expect(sent - before).toBe(1);
});

test("creating a title needs two database round trips", async () => {
  const { threadId } = await message();
  const before = sent;
  const title = await send(
    "POST",
    "/runs/stream",
    { thread_id: threadId, assistant_id: "system/thread_title", messages: [content] },
    { Accept: "text/plain" },
  );
  expect({ title, sent: sent - before }).toEqual({ title: "Hello", sent: 2 });
});

test("listing messages with attachments needs two database round trips", async () => {
  const { path, threadId } = await message();
  for (const filename of ["a.png", "b.png"]) {
    const { publicUrl } = await send("POST", "/files/attachments/generate-presigned-upload-url", { filename });
    const image = { role: "user", content: [{ type: "image", image: publicUrl }] };
    await send("POST", `/threads/${threadId}/messages`, { parent_id: null, format: "aui/v0", content: image });
  }
  const before = sent;
  expect((await send("GET", `${path}/messages`)).messages).toHaveLength(3);
  expect(sent - before).toBe(2);
});
