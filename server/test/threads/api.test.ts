import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let cloud: TestAuthority;
let workspaces = 0;
beforeAll(async () => {
  cloud = await createTestAuthority({ storage: await openTestStorage() });
}, STORAGE_TIMEOUT_MS);
afterAll(() => cloud.close());

/** Returns a function that sends requests with an API key, by default in a new workspace. */
function caller(workspace = `api-${++workspaces}`, user = "ada") {
  return async (method: string, path: string, body?: unknown) => {
    const response = await cloud.fetch(`${cloud.baseUrl}/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${cloud.apiKey}`,
        "Aui-Workspace-Id": workspace,
        "Aui-User-Id": user,
        "Content-Type": "application/json",
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text), headers: response.headers };
  };
}
const last_message_at = "2026-01-01T00:00:00.000Z";

describe("the routes for threads and messages", () => {
  test("creates, reads, changes, lists and deletes a thread", async () => {
    const call = caller();
    const created = await call("POST", "/threads", { last_message_at, title: "A" });
    expect(created).toMatchObject({ status: 201, body: { thread_id: expect.stringMatching(/^thread_0\w{23}$/) } });
    expect(created.headers.get("Cache-Control")).toBe("private, no-store");
    const { thread_id: id } = created.body;
    expect(await call("GET", `/threads/${id}`)).toMatchObject({ status: 200, body: { thread: { id, title: "A" } } });
    expect(await call("PUT", `/threads/${id}`, { is_archived: true })).toMatchObject({ status: 200, body: {} });
    expect((await call("GET", "/threads")).body).toEqual({ threads: [] });
    expect((await call("GET", "/threads?is_archived=true&limit=20")).body.threads).toHaveLength(1);
    expect((await call("DELETE", `/threads/${id}`)).status).toBe(200);
    for (const [method, body] of [["GET"], ["PUT", { title: "x" }], ["DELETE"]] as const) {
      expect(await call(method, `/threads/${id}`, body)).toMatchObject({
        status: 404,
        body: { error: "Thread not found" },
      });
    }
  });

  test.each([
    ["an unknown key", { last_message_at, more: 1 }],
    ["no `last_message_at`", {}],
    ["an invalid time", { last_message_at: "yesterday" }],
    ["a time in the year 0", { last_message_at: "0000-01-01T00:00:00Z" }],
    ["a time before the year 1 in UTC", { last_message_at: "0001-01-01T00:00:00+01:00" }],
    ["a time after the year 9999 in UTC", { last_message_at: "9999-12-31T23:59:59-01:00" }],
    ["an empty title", { last_message_at, title: "" }],
    ["a title of 256 characters", { last_message_at, title: "x".repeat(256) }],
    ["a title with NUL", { last_message_at, title: "a\u0000" }],
    ["a title with half of a surrogate pair", { last_message_at, title: "\ud800" }],
    [
      "a 17th metadata key",
      { last_message_at, metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [n, ""])) },
    ],
    ["a long metadata value", { last_message_at, metadata: { a: "x".repeat(513) } }],
    ["a number as metadata", { last_message_at, metadata: { a: 1 } }],
    ["a body that is not JSON", "{"],
  ])("rejects a new thread with %s", async (_what, body) => {
    expect(await caller()("POST", "/threads", body)).toMatchObject({
      status: 400,
      body: { error: "Schema validation error", details: expect.any(Array) },
    });
  });

  test("rejects an upsert of a thread if the request has no external id", async () => {
    expect(await caller()("POST", "/threads", { last_message_at, upsert: true })).toMatchObject({
      status: 400,
      body: { error: "upsert requires external_id" },
    });
  });

  test("a client can open a run for a reply, renew the run's lease, save the reply and end the run", async () => {
    const call = caller();
    const { thread_id: thread } = (await call("POST", "/threads", { last_message_at })).body;
    const path = `/threads/${thread}/messages`;
    const create = (content: object, more: object = {}) =>
      call("POST", path, { parent_id: null, format: "aui/v0", content, ...more });
    const question = await create({ role: "user" }, { external_id: "q" });
    const opened = await create(
      { role: "assistant", content: [] },
      { parent_id: question.body.message_id, external_id: "a", open_run: true },
    );
    expect(opened).toMatchObject({ status: 201, body: { heartbeat_interval_ms: expect.any(Number) } });
    const { message_id, lease_id } = opened.body;
    const beat = () => call("POST", `/threads/${thread}/runs/${lease_id}/heartbeat`);
    expect(await beat()).toMatchObject({ status: 200, body: { heartbeat_interval_ms: expect.any(Number) } });
    const content = { role: "assistant", content: [{ type: "text", text: "the answer" }] };
    expect((await call("PUT", `${path}/${message_id}`, { content, lease_id })).status).toBe(200);
    const { messages } = (await call("GET", `${path}?format=aui/v0&limit=200`)).body;
    expect(messages[0]).toMatchObject({ id: message_id, content, run: { status: "running" }, external_id: "a" });
    expect((await call("POST", `/threads/${thread}/runs/${lease_id}/end`, { reason: "done" })).status).toBe(200);
    expect((await call("POST", `/threads/${thread}/runs/${lease_id}/end`)).status).toBe(200);
    expect(await beat()).toMatchObject({ status: 409, body: { error: "run_ended" } });
    expect(await call("PUT", `${path}/${message_id}`, { content, lease_id })).toMatchObject({ status: 409 });
    expect((await call("DELETE", path, { message_ids: [message_id] })).status).toBe(200);
    expect(await beat()).toMatchObject({ status: 404 });
    expect(await call("DELETE", path, { message_ids: [message_id] })).toMatchObject({
      status: 404,
      body: { error: "Messages not found" },
    });
  });

  test("rejects content of more than 1,048,576 characters", async () => {
    const call = caller();
    const { thread_id: thread } = (await call("POST", "/threads", { last_message_at })).body;
    const create = (length: number) =>
      call("POST", `/threads/${thread}/messages`, {
        parent_id: null,
        format: "aui/v0",
        content: { t: "é".repeat(length - '{"t":""}'.length) },
      });
    expect((await create(1_048_576)).status).toBe(201);
    expect((await create(1_048_577)).status).toBe(400);
  });

  test("the response for a thread of another workspace equals the response for a missing thread", async () => {
    const theirs = caller();
    const { thread_id: thread } = (await theirs("POST", "/threads", { last_message_at })).body;
    const message = { parent_id: null, format: "aui/v0", content: {} };
    const { message_id } = (await theirs("POST", `/threads/${thread}/messages`, message)).body;
    const call = caller();
    for (const [method, path, body] of [
      ["GET", ""],
      ["PUT", "", { title: "x" }],
      ["DELETE", ""],
      ["GET", "/messages"],
      ["POST", "/messages", message],
      ["PUT", `/messages/${message_id}`, { content: {} }],
      ["DELETE", "/messages", { message_ids: [message_id] }],
      ["POST", "/runs/lease_0x/heartbeat"],
      ["POST", "/runs/lease_0x/end"],
    ] as const) {
      const foreign = await call(method, `/threads/${thread}${path}`, body);
      const missing = await call(method, `/threads/thread_0missing${path}`, body);
      expect([foreign.status, foreign.body], `${method} ${path}`).toEqual([missing.status, missing.body]);
    }
    expect((await theirs("GET", `/threads/${thread}/messages`)).body.messages).toHaveLength(1);
  });

  test("the thread routes return 503 while the database is unreachable", async () => {
    const storage = await openTestStorage();
    const own = await createTestAuthority({ storage });
    await own.fetch(`${own.baseUrl}/v1/threads`, {
      headers: { Authorization: `Bearer ${own.apiKey}`, "Aui-Workspace-Id": "w" },
    });
    await storage.close();
    const response = await own.fetch(`${own.baseUrl}/v1/threads/t/runs/l/heartbeat`, {
      method: "POST",
      headers: { Authorization: `Bearer ${own.apiKey}`, "Aui-Workspace-Id": "w" },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).not.toBeNull();
    await own.close();
  });
});
