import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let cloud: TestAuthority;
beforeAll(async () => {
  cloud = await createTestAuthority({ storage: await openTestStorage() });
}, STORAGE_TIMEOUT_MS);
afterAll(() => cloud.close());

async function send(method: string, path: string, body?: unknown) {
  const response = await cloud.fetch(`${cloud.baseUrl}/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${cloud.apiKey}`, "Aui-Workspace-Id": "w", "Aui-User-Id": "ada" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const message = { parent_id: null, format: "aui/v0", content: {} };
const thread = async (): Promise<string> =>
  (await send("POST", "/threads", { last_message_at: "2026-01-01T00:00:00.000Z" })).body.thread_id;

test.each([
  ["GET", "/threads/ID", undefined],
  ["PUT", "/threads/ID", { title: "x" }],
  ["DELETE", "/threads/ID", undefined],
  ["GET", "/threads/ID/messages", undefined],
  ["POST", "/threads/ID/messages", message],
  ["DELETE", "/threads/ID/messages", { message_ids: ["m"] }],
  ["PUT", "/threads/THREAD/messages/ID", { content: {} }],
  ["POST", "/threads/THREAD/messages/ID/feedback", { type: "positive" }],
  ["POST", "/threads/THREAD/runs/ID/heartbeat", undefined],
  ["POST", "/threads/THREAD/runs/ID/end", undefined],
  ["GET", "/projects/threads/ID/messages", undefined],
  ["DELETE", "/projects/users/ID", undefined],
] as const)("%s %s treats an id that contains NUL as an unknown id", async (method, path, body) => {
  const of = path.replace("THREAD", await thread());
  const unknown = await send(method, of.replace("ID", "unknown"), body);
  expect(unknown.status).toBeLessThan(500);
  expect(await send(method, of.replace("ID", "a%00b"), body)).toEqual(unknown);
});

test.each(["msg_\0", "msg_\ud800"])("rejects a message with the parent id %j", async (parent_id) => {
  expect(await send("POST", `/threads/${await thread()}/messages`, { ...message, parent_id })).toMatchObject({
    status: 400,
    body: { details: [{ path: "parent_id" }] },
  });
});

test.each(["", "local", null])("accepts a message with the parent id %j", async (parent_id) => {
  expect((await send("POST", `/threads/${await thread()}/messages`, { ...message, parent_id })).status).not.toBe(400);
});
