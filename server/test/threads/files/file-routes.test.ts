import { AssistantCloud, CloudAPIError } from "assistant-cloud";
import { type AuthorityServer, serveAuthority } from "assistant-cloud-server";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerTo } from "../../../src/http/refusal-answers.ts";
import { refuse } from "../../../src/http/respond.ts";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { addFileRoutes } from "../../../src/thread-api/files/file-routes.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { createTestAttachments, FILES_URL, makeBytes } from "./test-attachments.ts";

let storage: AuthorityStorage;
let testAttachments: ReturnType<typeof createTestAttachments>;
let server: AuthorityServer;
let cloud: AssistantCloud;
beforeAll(async () => {
  storage = await openTestStorage();
  testAttachments = createTestAttachments(storage.statement, { quotaBytes: 1_000_000 });
  const { attachments, scope, parts, handle } = testAttachments;
  const app = new Hono();
  app.onError((error) => refuse(answerTo(error)));
  const files = { attachments, handle, maxBytes: parts.maxBytes };
  addFileRoutes(app, { authenticate: async () => ({ scope, headers: {} }), files });
  app.on(["GET", "PUT", "OPTIONS"], "/v1/files/attachments/*", (c) => handle(c.req.raw));
  server = await serveAuthority({ authority: { fetch: async (request) => app.fetch(request) }, port: 0 });
  cloud = new AssistantCloud({ baseUrl: server.url, apiKey: "key", userId: "ada", workspaceId: "w" });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await storage.close();
});

const local = (url: string) => url.replace(FILES_URL, `${server.url}/v1/files`);
const upload = async (filename: string) => {
  const ticket = await cloud.files.generatePresignedUploadUrl({ filename });
  const headers = { "Content-Type": "image/png" };
  const { status } = await fetch(local(ticket.signedUrl), { method: "PUT", body: makeBytes(9), headers });
  return { ...ticket, status };
};
const post = async (name: "upload" | "download", body: unknown) => {
  const response = await fetch(`${server.url}/v1/files/attachments/generate-presigned-${name}-url`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

test("the assistant-cloud client uploads a file and reads the file by key and by URL", async () => {
  const { status, success, key = "", publicUrl } = await upload("photo.png");
  expect([status, success]).toEqual([200, true]);
  for (const request of [{ key }, { url: publicUrl }]) {
    const ticket = await cloud.files.generatePresignedDownloadUrl(request);
    expect(ticket.key).toBe(key);
    const response = await fetch(local(ticket.signedUrl));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(makeBytes(9));
  }
});

test("returns 201 for a new upload, and ignores unknown properties of the request", async () => {
  const answer = await post("upload", { filename: "x", more: 1 });
  expect(answer).toMatchObject({ status: 201, body: { success: true, key: expect.any(String) } });
});

test.each([
  ["upload", {}],
  ["upload", { filename: "" }],
  ["upload", { filename: "x".repeat(256) }],
  ["upload", { filename: "a\u0000" }],
  ["upload", { filename: "\ud800" }],
  ["upload", { filename: "x", content_type: "image" }],
  ["upload", { filename: "x", content_type: "image/png\r\nX: 1" }],
  ["upload", { filename: "x", content_length: -1 }],
  ["upload", { filename: "x", content_length: 1.5 }],
  ["upload", { filename: "x", content_length: 3_000_001 }],
  ["upload", "{"],
  ["download", {}],
  ["download", { key: "a", url: "b" }],
  ["download", { key: "attachments/project/../other/x" }],
  ["download", { key: "/attachments/project/x" }],
  ["download", { key: "attachments/project/x?y" }],
  ["download", { key: "attachments/project/x#y" }],
] as const)("returns 400 for the %s request %j", async (name, body) => {
  expect(await post(name, body)).toMatchObject({ status: 400, body: { error: "Schema validation error" } });
});

test("the assistant-cloud client gets an error for a file that is missing or not uploaded yet", async () => {
  const { key = "" } = await cloud.files.generatePresignedUploadUrl({ filename: "x" });
  const requests = [{ key }, { key: "attachments/project/x" }, { url: "https://evil.example.com/x" }];
  for (const request of requests) {
    const error = await cloud.files.generatePresignedDownloadUrl(request).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(CloudAPIError);
    expect(error).toMatchObject({ status: 404, code: "Attachment not found" });
  }
});

test("returns 413 for a new upload if the storage quota is used up", async () => {
  expect(await post("upload", { filename: "x", content_length: 999_999 })).toMatchObject({
    status: 413,
    body: { code: "quota_exceeded" },
  });
});
