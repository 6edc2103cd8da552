import { expect, test, vi } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { bytesOf, sumOf } from "./file-responses.ts";
import { CHUNK, COST, createTestAttachments, FILES_URL, makeBytes } from "./test-attachments.ts";

export function downloadSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);

  test("an uploaded file can be read through a signed URL", async () => {
    const { clock, scope, createUpload, put, readUrl, fetchFile } = open();
    const ticket = await createUpload({ filename: "Über.PNG" });
    const { key, signedUrl, storedUrl } = ticket;
    expect(key).toMatch(/^attachments\/project\/[0-9a-f-]{36}\.png$/);
    expect(ticket).toEqual({
      success: true,
      signedUrl: expect.stringContaining(`${storedUrl}?`),
      expiresAt: new Date(clock.now + 900_000).toISOString(),
      publicUrl: expect.stringContaining(`${storedUrl}?`),
      storedUrl: `${FILES_URL}/${key}`,
      key,
    });
    const bytes = makeBytes(1000);
    expect((await put(signedUrl, bytes)).status).toBe(200);
    const url = await readUrl(key);
    expect(url).not.toContain(scope.workspaceId);
    const response = await fetchFile(url);
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(sumOf(bytes));
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "Content-Disposition,Content-Length,Content-Range,ETag",
      "cache-control": "private, max-age=900",
      "content-disposition": `inline; filename="_ber.PNG"; filename*=UTF-8''%C3%9Cber.PNG`,
      "content-length": "1000",
      "content-security-policy": "sandbox; default-src 'none'",
      "content-type": "image/png",
      "cross-origin-resource-policy": "cross-origin",
      etag: expect.stringMatching(/^"\w{22}"$/),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });

  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    "stores all bytes of a file of %i bytes",
    async (length) => {
      const { upload, readUrl, fetchFile, usage, count } = open();
      const bytes = makeBytes(length);
      const { key } = await upload(bytes);
      expect(await bytesOf(await fetchFile(await readUrl(key)))).toEqual(sumOf(bytes));
      expect(await usage()).toBe(length + COST);
      expect(await count("file_chunks")).toBe(Math.max(1, Math.ceil(length / CHUNK)));
    },
  );

  test("the upload and the download of a small file each need one SQL statement", async () => {
    const statements = vi.fn(run());
    const { createUpload, put, readUrl, fetchFile } = open({ run: statements });
    const { signedUrl, key } = await createUpload();
    const counted = async (work: () => Promise<unknown>) => {
      statements.mockClear();
      await work();
      return statements.mock.calls.length;
    };
    expect(await counted(() => put(signedUrl, makeBytes(1000)))).toBe(1);
    const url = await readUrl(key);
    expect(await counted(() => fetchFile(url))).toBe(1);
    expect(await counted(() => fetchFile(url, { method: "HEAD" }))).toBe(1);
  });

  test("a download has at most one chunk in memory", async () => {
    const statements = vi.fn(run());
    const { upload, readUrl, fetchFile } = open({ run: statements });
    const { key } = await upload(makeBytes(5 * CHUNK));
    const url = await readUrl(key);
    statements.mockClear();
    const reader = (await fetchFile(url)).body?.getReader();
    await reader?.read();
    await reader?.read();
    expect(statements.mock.calls.length).toBeLessThanOrEqual(3);
    await reader?.cancel();
  });

  test.each([
    ["bytes=0-0", 0, 1],
    ["bytes=10-19", 10, 20],
    [`bytes=${CHUNK - 5}-${CHUNK + 4}`, CHUNK - 5, CHUNK + 5],
    [`bytes=${CHUNK}-`, CHUNK, 2 * CHUNK + 7],
    ["bytes=-10", 2 * CHUNK - 3, 2 * CHUNK + 7],
    [`bytes=-${9 * CHUNK}`, 0, 2 * CHUNK + 7],
    [`bytes=5-${9 * CHUNK}`, 5, 2 * CHUNK + 7],
  ])("returns 206 for the byte range %s", async (range, start, end) => {
    const { upload, readUrl, fetchFile } = open();
    const bytes = makeBytes(2 * CHUNK + 7);
    const url = await readUrl((await upload(bytes)).key);
    const response = await fetchFile(url, { headers: { Range: range } });
    expect(response.status).toBe(206);
    expect(response.headers.get("Content-Range")).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
    expect(response.headers.get("Content-Length")).toBe(String(end - start));
    expect(await bytesOf(response)).toEqual(sumOf(bytes.slice(start, end)));
  });

  test("responds to conditional requests and range requests as RFC 9110 specifies", async () => {
    const { upload, readUrl, fetchFile } = open();
    const bytes = makeBytes(10);
    const url = await readUrl((await upload(bytes)).key);
    const get = (headers: Record<string, string>, method = "GET") => fetchFile(url, { method, headers });
    const etag = (await get({})).headers.get("ETag") ?? "";
    expect((await get({ "If-None-Match": `"x", W/${etag}` })).status).toBe(304);
    expect((await get({ "If-None-Match": '"x"' })).status).toBe(200);
    expect((await get({ Range: "bytes=0-3", "If-Range": etag })).status).toBe(206);
    const changed = await get({ Range: "bytes=4-5", "If-Range": '"x"' });
    expect([changed.status, await bytesOf(changed)]).toEqual([200, sumOf(bytes)]);
    for (const range of ["bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b"]) {
      expect((await get({ Range: range })).status, range).toBe(200);
    }
    expect((await get({ "If-None-Match": etag, Range: "bytes=10-" })).status).toBe(304);
    for (const range of ["bytes=10-", "bytes=-0", "bytes=999999999999999-"]) {
      const response = await get({ Range: range });
      expect([response.status, response.headers.get("Content-Range")], range).toEqual([416, "bytes */10"]);
    }
    const head = await get({}, "HEAD");
    expect([head.status, head.headers.get("Content-Length"), head.body]).toEqual([200, "10", null]);
  });
}
