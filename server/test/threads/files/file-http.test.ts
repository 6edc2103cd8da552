import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { type AuthorityServer, serveAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { createTestAttachments, FILES_URL, makeBytes } from "./test-attachments.ts";

let storage: AuthorityStorage;
let testAttachments: ReturnType<typeof createTestAttachments>;
let server: AuthorityServer;
beforeAll(async () => {
  storage = await openTestStorage();
  testAttachments = createTestAttachments(storage.statement, { maxBytes: 1_000_000 });
  const fetch = (incoming: Request) => testAttachments.handle(incoming);
  server = await serveAuthority({ authority: { fetch }, port: 0, dashboardFolder: null });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await storage.close();
});

const local = (url: string) => url.replace(FILES_URL, `${server.url}/v1/files`);
function send(url: string, method: string, headers: Record<string, string | number> = {}): ClientRequest {
  return request(local(url), { method, headers, agent: false });
}
async function answerOf(sent: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

test("a browser can upload a file: the preflight succeeds, and the PUT needs no Authorization header", async () => {
  const { signedUrl, key } = await testAttachments.createUpload();
  const preflight = await fetch(local(signedUrl), {
    method: "OPTIONS",
    headers: {
      Origin: "https://app.example.com",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "content-type",
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(preflight.headers.get("Access-Control-Allow-Methods")).toContain("PUT");
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toMatch(/content-type/i);
  const headers = { "Content-Type": "image/png", Origin: "https://app.example.com" };
  const stored = await fetch(local(signedUrl), { method: "PUT", body: makeBytes(700_000), headers });
  expect([stored.status, stored.headers.get("Access-Control-Allow-Origin")]).toEqual([200, "*"]);
  const response = await fetch(local(await testAttachments.readUrl(key)));
  expect(Buffer.from(await response.arrayBuffer()).equals(makeBytes(700_000))).toBe(true);
});

test("rejects an upload whose Content-Length exceeds the limit, and does not wait for the body", async () => {
  const { signedUrl } = await testAttachments.createUpload();
  const sent = send(signedUrl, "PUT", { "Content-Length": 1_000_001 });
  sent.on("error", () => {});
  sent.flushHeaders();
  expect(await answerOf(sent)).toMatchObject({ status: 413 });
  sent.destroy();
});

test("rejects a chunked upload as soon as it exceeds the limit", async () => {
  const { signedUrl, key } = await testAttachments.createUpload();
  const sent = send(signedUrl, "PUT", { "Transfer-Encoding": "chunked" });
  sent.on("error", () => {});
  const answer = answerOf(sent);
  sent.write(makeBytes(1_000_000));
  sent.write(makeBytes(300_000));
  expect(await answer).toMatchObject({ status: 413 });
  sent.destroy();
  expect(await testAttachments.attachments.createDownload(testAttachments.scope, { key })).toBeNull();
});

test("an upload whose sender disconnects stores no data", async () => {
  const { signedUrl, key } = await testAttachments.createUpload();
  const chunks = async () => {
    const [row] = await storage.statement("select count(*)::int as count from file_chunks where key = $1", [key]);
    return Number(row?.["count"]);
  };
  const sent = send(signedUrl, "PUT", { "Content-Length": 900_000 });
  sent.on("error", () => {});
  sent.write(makeBytes(600_000));
  await vi.waitFor(async () => expect(await chunks()).toBeGreaterThan(0), 10_000);
  sent.destroy();
  await vi.waitFor(async () => expect(await chunks()).toBe(0), 10_000);
  expect(await testAttachments.attachments.createDownload(testAttachments.scope, { key })).toBeNull();
});

test("resolves dot segments in a request path, and serves a file only if the result is the signed path", async () => {
  const { key } = await testAttachments.upload(makeBytes(3));
  const { pathname, search } = new URL(await testAttachments.readUrl(key));
  const raw = async (path: string) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.end(`GET ${path}${search} HTTP/1.1\r\nHost: cloud.example.com\r\nConnection: close\r\n\r\n`);
    return (await text(socket)).split("\r\n", 1)[0];
  };
  expect(await raw(pathname)).toBe("HTTP/1.1 200 OK");
  for (const path of [
    pathname.replace("/project/", "/project/x/../"),
    pathname.replace("/project/", "/other/../project/./"),
    pathname.replace("/project/", "/other/%2e%2e/project/"),
    pathname.replace("/project/", "/project/%2e%2e%2f"),
    pathname.replace("/project/", "//project/"),
    `${pathname}/`,
    `${pathname}%00`,
    pathname.replace(".png", ".PNG"),
    pathname.replace(".png", ""),
    pathname.replace("/project/", "/other/"),
  ]) {
    const answer = await raw(path);
    // A path that a URL parser resolves to the same path is the same file. Any other path is refused.
    const isSame = new URL(path, "http://x").pathname === pathname;
    expect([path, answer]).toEqual([path, isSame ? "HTTP/1.1 200 OK" : "HTTP/1.1 403 Forbidden"]);
  }
});

test("the response to a HEAD request for an invalid file URL has no body", async () => {
  const response = await fetch(local(`${FILES_URL}/attachments/project/x`), { method: "HEAD" });
  expect([response.status, await response.text()]).toEqual([403, ""]);
});
