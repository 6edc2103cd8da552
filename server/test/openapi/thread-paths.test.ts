import { Ajv2020 } from "ajv/dist/2020.js";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { threadPaths } from "../../src/openapi/thread-paths.ts";
import { addThreadApi } from "../../src/thread-api/add-thread-api.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { expectDescribed, type Paths } from "./expect-described.ts";

const paths = threadPaths as Paths;
let cloud: TestAuthority;
beforeAll(async () => {
  cloud = await createTestAuthority({ storage: await openTestStorage() });
}, STORAGE_TIMEOUT_MS);
afterAll(() => cloud.close());

const LATEST = { last_message_at: "2026-01-01T00:00:00.000Z" };
const TITLE = { assistant_id: "system/thread_title", messages: [] };

/** Sends a request to a documented route with an API key, and expects a documented response. */
async function callRoute(route: string, status: number, body?: unknown, ids: Record<string, string> = {}) {
  const [method = "", pattern = ""] = route.split(" ");
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "unknown");
  const response = await cloud.fetch(cloud.baseUrl + path, {
    method: method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${cloud.apiKey}`,
      "Aui-Workspace-Id": "openapi",
      "Aui-User-Id": "ada",
      "Content-Type": "application/json",
      Accept: "text/plain, application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const reply = { status: response.status, body: isJson ? JSON.parse(text) : text };
  expect(reply, route).toMatchObject({ status });
  if (isJson) expectDescribed(pattern, method, reply);
  else expect(paths[pattern]?.[method]?.responses[200]?.content).toHaveProperty("text/plain");
  return reply.body;
}

test("the OpenAPI document lists exactly the routes of the thread API", () => {
  const app = new Hono();
  addThreadApi(app, { files: { attachments: {}, maxBytes: 1 } } as unknown as Parameters<typeof addThreadApi>[1]);
  const served = app.routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`);
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  expect(documented.sort()).toEqual(served.sort());
});

test("each route of the thread API returns the documented responses for successes and errors", async () => {
  const { thread_id: thread } = await callRoute("post /v1/threads", 201, { ...LATEST, external_id: "a", title: "A" });
  await callRoute("post /v1/threads", 200, { ...LATEST, external_id: "a", upsert: true });
  await callRoute("post /v1/threads", 400, {});
  await callRoute("get /v1/threads", 200);
  const ids = { thread };
  await callRoute("get /v1/threads/{thread}", 200, undefined, ids);
  await callRoute("get /v1/threads/{thread}", 404);
  await callRoute("put /v1/threads/{thread}", 200, { metadata: { color: "red" } }, ids);
  await callRoute("put /v1/threads/{thread}", 404, {});

  const MESSAGES = "/v1/threads/{thread}/messages";
  const message = { parent_id: null, format: "aui/v0", content: { role: "user" } };
  const opened = await callRoute(`post ${MESSAGES}`, 201, { ...message, open_run: true }, ids);
  const of = { thread, message: opened.message_id, lease: opened.lease_id };
  await callRoute(`post ${MESSAGES}`, 404, message);
  await callRoute(`get ${MESSAGES}`, 200, undefined, ids);
  await callRoute(`put ${MESSAGES}/{message}`, 409, { content: { role: "user" }, lease_id: "other" }, of);
  await callRoute(`put ${MESSAGES}/{message}`, 200, { content: { role: "user" }, lease_id: of.lease }, of);
  await callRoute(`post ${MESSAGES}/{message}/feedback`, 200, { type: "positive" }, of);
  await callRoute(`post ${MESSAGES}/{message}/feedback`, 404, { type: "positive" }, ids);
  await callRoute("post /v1/threads/{thread}/runs/{lease}/heartbeat", 200, undefined, of);
  await callRoute("post /v1/threads/{thread}/runs/{lease}/end", 200, undefined, of);
  await callRoute("post /v1/threads/{thread}/runs/{lease}/heartbeat", 409, undefined, of);
  await callRoute("post /v1/threads/{thread}/runs/{lease}/end", 404, undefined, ids);

  const score = { name: "quality", data_type: "numeric", value: 1 };
  await callRoute("post /v1/scores", 201, { ...score, thread_id: thread });
  await callRoute("post /v1/scores", 404, { ...score, thread_id: "thread_0" });
  await callRoute("post /v1/runs", 201, { thread_id: thread, status: "completed" });
  await callRoute("post /v1/runs", 404, { thread_id: "thread_0", status: "completed" });
  await callRoute("post /v1/events", 202, { events: [{ kind: "message_sent" }] });
  await callRoute("post /v1/events", 400, { events: [] });
  await callRoute("post /v1/runs/stream", 200, { ...TITLE, thread_id: thread });
  await callRoute("post /v1/runs/stream", 404, { ...TITLE, thread_id: "thread_0" });

  const FILES = "/v1/files/attachments/generate-presigned";
  const { key } = await callRoute(`post ${FILES}-upload-url`, 201, { filename: "a.txt" });
  await callRoute(`post ${FILES}-download-url`, 404, { key });

  await callRoute("get /v1/projects/threads", 200);
  await callRoute("get /v1/projects/threads/{thread}/messages", 200, undefined, ids);
  await callRoute(`delete ${MESSAGES}`, 200, { message_ids: [of.message] }, ids);
  await callRoute(`delete ${MESSAGES}`, 404, { message_ids: [of.message] }, ids);
  await callRoute("delete /v1/threads/{thread}", 200, undefined, ids);
  await callRoute("delete /v1/threads/{thread}", 404, undefined, ids);
  await callRoute("delete /v1/projects/users/{user}", 200, undefined, { user: "ada" });
});

test("the bodies and parameters in the OpenAPI document are valid JSON Schemas", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const create = paths["/v1/threads"]?.["post"]?.requestBody?.content["application/json"].schema ?? {};
  const isThread = ajv.compile(create);
  const metadata = { color: "red" };
  expect([isThread({ ...LATEST, metadata }), isThread({ ...LATEST, metadata: { color: 1 } }), isThread({})]).toEqual([
    true,
    false,
    false,
  ]);
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const schema = operation.requestBody?.content["application/json"].schema;
    if (schema !== undefined) expect(() => ajv.compile(schema), operation.operationId).not.toThrow();
  }
  expect(paths["/v1/threads"]?.["get"]?.parameters?.map(({ name }) => name)).toEqual([
    "is_archived",
    "external_id",
    "limit",
    "after",
  ]);
});
