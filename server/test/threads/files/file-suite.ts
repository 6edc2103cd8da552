import { hash } from "node:crypto";
import { expect, test, vi } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { createTestAttachments, FILES_URL, makeBytes, streamOf } from "./test-attachments.ts";

const CHUNK = 262_144;
const COST = 1024;

export function fileSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);
  /**
   * Returns a text with the length and hash of bytes. Tests compare these texts, because comparing large arrays is
   * slow.
   */
  const sumOf = (bytes: Uint8Array) => `${bytes.length} bytes, ${hash("sha256", bytes)}`;
  const bytesOf = async (response: Response) => sumOf(new Uint8Array(await response.arrayBuffer()));
  const codeOf = async (response: Response) => [response.status, (await response.json()).code];

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

  test("the public URL of a new file works for 15 minutes, and messages store it without a signature", async () => {
    const { clock, createUpload, put, attachments, fetchFile } = open();
    const { signedUrl, publicUrl, storedUrl } = await createUpload();
    expect(await codeOf(await fetchFile(publicUrl))).toEqual([404, "attachment_not_found"]);
    expect((await put(publicUrl, makeBytes(9))).status).toBe(403);
    await put(signedUrl, makeBytes(9));
    expect(await bytesOf(await fetchFile(publicUrl))).toEqual(sumOf(makeBytes(9)));
    expect(attachments.withoutSignatures(JSON.stringify([publicUrl]))).toBe(JSON.stringify([storedUrl]));
    clock.now += 900_000;
    expect(await codeOf(await fetchFile(publicUrl))).toEqual([403, "file_url_expired"]);
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

  test("an upload has at most one chunk in memory", async () => {
    let pulled = 0;
    let stored = 0;
    let most = 0;
    const { createUpload, put } = open({
      run: async (text, values) => {
        const rows = await run()(text, values);
        const bytes = values.find((value) => value instanceof Uint8Array);
        if (bytes instanceof Uint8Array) stored += bytes.length;
        return rows;
      },
    });
    function* pieces() {
      for (let index = 0; index < 40; index++) {
        pulled += 65_536;
        most = Math.max(most, pulled - stored);
        yield makeBytes(65_536);
      }
    }
    const { signedUrl } = await createUpload();
    expect((await put(signedUrl, streamOf(pieces()))).status).toBe(200);
    expect(stored).toBe(40 * 65_536);
    expect(most).toBeLessThanOrEqual(CHUNK + 4 * 65_536);
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

  test("an interrupted upload stores no data and can be retried", async () => {
    const { createUpload, put, readUrl, fetchFile, attachments, scope, usage, count } = open();
    const { key, signedUrl } = await createUpload();
    const broken = await put(signedUrl, streamOf([makeBytes(CHUNK), makeBytes(CHUNK)], new Error("connection reset")));
    expect(await codeOf(broken)).toEqual([400, "file_incomplete"]);
    expect(await attachments.createDownload(scope, { key })).toBeNull();
    expect([await usage(), await count("file_chunks")]).toEqual([COST, 0]);
    expect((await put(signedUrl, makeBytes(5))).status).toBe(200);
    expect(await bytesOf(await fetchFile(await readUrl(key)))).toEqual(sumOf(makeBytes(5)));
  });

  test("a file cannot be read during its upload", async () => {
    const { createUpload, put, attachments, scope, count } = open();
    const { key, signedUrl, storedUrl } = await createUpload();
    let seen: unknown[] = [];
    async function look() {
      const content = JSON.stringify({ image: storedUrl });
      const [message] = await attachments.withSignatures(scope, [{ content }]);
      seen = [await attachments.createDownload(scope, { key }), message?.content === content];
    }
    async function* pieces() {
      yield makeBytes(2 * CHUNK);
      await vi.waitFor(async () => expect(await count("file_chunks")).toBe(1));
      await look();
    }
    const body = streamOf(pieces());
    expect((await put(signedUrl, body)).status).toBe(200);
    expect(seen).toEqual([null, true]);
    expect(await attachments.createDownload(scope, { key })).not.toBeNull();
  });

  test("rejects a second upload with the same URL after the first upload completed", async () => {
    const { clock, createUpload, put, readUrl, fetchFile, usage } = open();
    const { key, signedUrl } = await createUpload();
    await put(signedUrl, makeBytes(5));
    expect(await codeOf(await put(signedUrl, makeBytes(6)))).toEqual([409, "file_already_uploaded"]);
    clock.now += 600_000;
    expect(await codeOf(await put(signedUrl, makeBytes(6)))).toEqual([409, "file_already_uploaded"]);
    expect(await bytesOf(await fetchFile(await readUrl(key)))).toEqual(sumOf(makeBytes(5)));
    expect(await usage()).toBe(5 + COST);
  });

  test("exactly one of several concurrent uploads with the same URL succeeds", async () => {
    const { createUpload, put, readUrl, fetchFile, usage, count } = open();
    const { key, signedUrl } = await createUpload();
    const sizes = [2 * CHUNK + 1, 2 * CHUNK + 2, 2 * CHUNK + 3, 2 * CHUNK + 4];
    const answers = await Promise.all(sizes.map((size) => put(signedUrl, makeBytes(size))));
    const winners = sizes.filter((_, index) => answers[index]?.status === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    expect(await bytesOf(await fetchFile(await readUrl(key)))).toEqual(sumOf(makeBytes(winners[0] ?? 0)));
    expect([await usage(), await count("file_chunks")]).toEqual([(winners[0] ?? 0) + COST, 3]);
  });

  test("if a server process dies during an upload, the upload can be repeated two minutes later", async () => {
    const { clock, createUpload, put, readUrl, fetchFile, usage, count } = open();
    const { key, signedUrl } = await createUpload();
    const [resumed, finished] = [createDeferred(), createDeferred()];
    const bytes = makeBytes(3 * CHUNK);
    async function* dying() {
      yield makeBytes(2 * CHUNK);
      await resumed.promise;
      yield makeBytes(2 * CHUNK);
    }
    async function* takingOver() {
      yield bytes.subarray(0, 2 * CHUNK);
      await finished.promise;
      yield bytes.subarray(2 * CHUNK);
    }
    const dead = put(signedUrl, streamOf(dying()));
    await vi.waitFor(async () => expect(await count("file_chunks")).toBe(1));
    expect(await codeOf(await put(signedUrl, makeBytes(7)))).toEqual([409, "file_upload_under_way"]);
    const holder = async () => {
      const [row] = await run()("select upload_id from files where key = $1", [key]);
      return row?.["upload_id"];
    };
    const first = await holder();
    clock.now += 121_000;
    const second = put(signedUrl, streamOf(takingOver()));
    await vi.waitFor(async () => expect(await holder()).not.toBe(first));
    resumed.resolve();
    expect(await codeOf(await dead)).toEqual([409, "file_upload_under_way"]);
    finished.resolve();
    expect((await second).status).toBe(200);
    expect(await bytesOf(await fetchFile(await readUrl(key)))).toEqual(sumOf(bytes));
    expect([await usage(), await count("file_chunks")]).toEqual([3 * CHUNK + COST, 3]);
  });

  test("rejects a file whose declared or actual length exceeds the limit", async () => {
    const { createUpload, put, attachments, scope, usage, count } = open({ maxBytes: 300_000 });
    const { key, signedUrl } = await createUpload();
    const headers = { "Content-Type": "image/png", "Content-Length": "300001" };
    expect(await codeOf(await put(signedUrl, makeBytes(1), headers))).toEqual([413, "file_too_large"]);
    const chunked = await put(signedUrl, streamOf([makeBytes(CHUNK), makeBytes(300_001 - CHUNK)]));
    expect(await codeOf(chunked)).toEqual([413, "file_too_large"]);
    expect(await attachments.createDownload(scope, { key })).toBeNull();
    expect([await usage(), await count("file_chunks")]).toEqual([COST, 0]);
    expect((await put(signedUrl, makeBytes(300_000))).status).toBe(200);
  });

  test("stops reading an endless upload soon after it exceeds the size limit", async () => {
    const { createUpload, put } = open({ maxBytes: 1_000_000 });
    let pulled = 0;
    function* endless() {
      for (;;) {
        pulled += CHUNK;
        yield makeBytes(CHUNK);
      }
    }
    const { signedUrl } = await createUpload();
    expect((await put(signedUrl, streamOf(endless()))).status).toBe(413);
    expect(pulled).toBeLessThan(2_000_000);
  });

  test("an upload URL is valid only for the declared length and type", async () => {
    const { createUpload, put } = open();
    const { signedUrl } = await createUpload({ content_length: 10, content_type: "Image/PNG" });
    expect((await put(signedUrl, makeBytes(11))).status).toBe(413);
    const otherType = { "Content-Type": "text/html" };
    expect(await codeOf(await put(signedUrl, makeBytes(10), otherType))).toEqual([415, "file_type_mismatch"]);
    expect((await put(signedUrl, makeBytes(10), { "Content-Type": "image/png" })).status).toBe(200);
  });

  test("rejects an upload that is shorter than declared", async () => {
    const { createUpload, put, usage } = open();
    const { signedUrl } = await createUpload();
    const headers = { "Content-Type": "image/png", "Content-Length": "10" };
    expect(await codeOf(await put(signedUrl, streamOf([makeBytes(9)]), headers))).toEqual([400, "file_incomplete"]);
    expect(await usage()).toBe(COST);
  });

  test("aborts an upload after 30 seconds without data", async () => {
    const { createUpload, put, usage, count } = open();
    const { signedUrl } = await createUpload();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const pieces = [makeBytes(2 * CHUNK)];
      let fallSilent = () => {};
      const silence = new Promise<void>((resolve) => {
        fallSilent = resolve;
      });
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const piece = pieces.shift();
        if (piece === undefined) fallSilent();
        else controller.enqueue(piece);
      };
      const answer = put(signedUrl, new ReadableStream({ pull }, { highWaterMark: 0 }));
      // The server reads more after it has stored the first bytes, so wait until no statement is running.
      await silence;
      expect(await count("file_chunks")).toBe(1);
      vi.advanceTimersByTime(30_000);
      expect(await codeOf(await answer)).toEqual([408, "upload_timeout"]);
    } finally {
      vi.useRealTimers();
    }
    expect([await usage(), await count("file_chunks")]).toEqual([COST, 0]);
  });

  test("aborts an upload that takes more than 15 minutes", async () => {
    const { clock, createUpload, put } = open();
    const { signedUrl } = await createUpload();
    function* trickle() {
      for (;;) {
        clock.now += 29_000;
        yield makeBytes(1);
      }
    }
    expect(await codeOf(await put(signedUrl, streamOf(trickle())))).toEqual([408, "upload_timeout"]);
  });

  test("concurrent uploads together cannot exceed the workspace's quota", async () => {
    const { createUpload, put, usage } = open({ quotaBytes: 10 * COST + 1_000_000 });
    const tickets = await Promise.all(Array.from({ length: 8 }, () => createUpload()));
    const answers = await Promise.all(tickets.map(({ signedUrl }) => put(signedUrl, makeBytes(300_000))));
    const stored = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 413)).toHaveLength(8 - stored);
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThanOrEqual(3);
    expect(await usage()).toBe(8 * COST + stored * 300_000);
  });

  test("an empty file counts against the quota", async () => {
    const { createUpload } = open({ quotaBytes: 20 * COST });
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => createUpload()));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  });

  test("rejects a request for an upload URL if the declared length exceeds the quota", async () => {
    const { createUpload } = open({ quotaBytes: 100_000 });
    await expect(createUpload({ content_length: 99_000 })).rejects.toThrow("quota");
    await expect(createUpload({ content_length: 98_976 })).resolves.toBeDefined();
  });

  test("a file URL in a listed message expires after 15 minutes, and a later list contains a new URL", async () => {
    const { clock, scope, upload, attachments, fetchFile } = open();
    const { storedUrl } = await upload(makeBytes(9));
    const written = JSON.stringify({ role: "user", content: [{ type: "image", image: storedUrl }] });
    const list = async (content: string) => {
      const [message] = await attachments.withSignatures(scope, [{ id: "m", content }]);
      return JSON.parse(message?.content ?? "").content[0].image as string;
    };
    const first = await list(written);
    expect((await fetchFile(first)).status).toBe(200);
    clock.now += 59_000;
    expect(await list(written)).toBe(first);
    clock.now += 840_000;
    expect((await fetchFile(first)).status).toBe(200);
    clock.now += 1_000;
    expect(await codeOf(await fetchFile(first))).toEqual([403, "file_url_expired"]);
    expect((await fetchFile(await list(written))).status).toBe(200);
    // The page writes the received content back.
    const again = attachments.withoutSignatures(written.replace(storedUrl, first));
    expect(again).toBe(written);
    expect((await fetchFile(await list(written.replace(storedUrl, first)))).status).toBe(200);
  });

  test("returns messages without attachments unchanged, and makes no query for files", () => {
    const statements = vi.fn(run());
    const { scope, attachments } = open({ run: statements });
    const messages = [{ content: '{"text":"attachments"}' }, { content: `{"text":"see ${FILES_URL}"}` }];
    expect(attachments.withSignatures(scope, messages)).toBe(messages);
    expect(statements).not.toHaveBeenCalled();
  });

  test("signs all attachments of the listed messages with one query for files", async () => {
    const statements = vi.fn(run());
    const { scope, upload, attachments } = open({ run: statements });
    const urls = [];
    for (let index = 0; index < 5; index++) urls.push((await upload(makeBytes(index))).storedUrl);
    statements.mockClear();
    const messages = [{ content: JSON.stringify({ urls }) }, { content: "{}" }, { content: JSON.stringify(urls) }];
    const listed = await attachments.withSignatures(scope, messages);
    expect(statements).toHaveBeenCalledTimes(1);
    expect(listed[1]).toBe(messages[1]);
    expect(listed[2]?.content.match(/signature=/g)).toHaveLength(5);
  });

  test("another workspace can neither get nor construct a signed URL of a file", async () => {
    const theirs = open();
    const mine = open();
    const { key, storedUrl } = await theirs.upload(makeBytes(9));
    const content = JSON.stringify([storedUrl]);
    expect(await mine.attachments.withSignatures(mine.scope, [{ content }])).toEqual([{ content }]);
    for (const request of [{ key }, { url: storedUrl }, { url: await theirs.readUrl(key) }]) {
      expect(await mine.attachments.createDownload(mine.scope, request)).toBeNull();
    }
    const own = await mine.upload(makeBytes(9));
    const stolen = (await mine.readUrl(own.key)).replace(own.key, key);
    expect(await codeOf(await mine.fetchFile(stolen))).toEqual([403, "file_url_invalid"]);
    const upload = await mine.createUpload();
    expect((await mine.put(upload.signedUrl.replace(upload.key, key), makeBytes(1))).status).toBe(403);
  });

  test("a client can request a download URL by key, by public URL or by expired signed URL", async () => {
    const { clock, scope, upload, attachments, readUrl } = open();
    const { key, storedUrl } = await upload(makeBytes(9));
    const old = await readUrl(key);
    clock.now += 3_600_000;
    for (const request of [{ key }, { url: storedUrl }, { url: old }]) {
      const ticket = await attachments.createDownload(scope, request);
      expect(ticket).toEqual({
        key,
        signedUrl: expect.stringContaining(`${storedUrl}?`),
        expiresAt: new Date(clock.now + 900_000).toISOString(),
      });
    }
    for (const url of [`${storedUrl}#x`, `${storedUrl}?x=1`, storedUrl.replace("cloud", "evil"), `x${storedUrl}`, ""]) {
      expect(await attachments.createDownload(scope, { url }), url).toBeNull();
    }
  });

  test("deleting all files of a user frees the quota of the workspace", async () => {
    const { scope, upload, createUpload, projectFiles, usage, count } = open();
    const other = { ...scope, userId: `eve-${scope.workspaceId}` };
    await upload(makeBytes(CHUNK + 1));
    await createUpload();
    for (let index = 0; index < 25; index++) await upload(makeBytes(1), {}, "image/png", other);
    expect(await projectFiles.removeUser(other.userId)).toBe(25);
    expect([await count("files"), await count("file_chunks"), await usage()]).toEqual([2, 2, CHUNK + 1 + 2 * COST]);
    expect(await projectFiles.removeUser(scope.userId)).toBe(2);
    expect([await count("files"), await count("file_chunks"), await usage()]).toEqual([0, 0, 0]);
  });

  test("rejects an upload whose file is deleted meanwhile, and stores no data", async () => {
    const { scope, createUpload, put, projectFiles, usage, count } = open();
    const { signedUrl } = await createUpload();
    const { promise: deleted, resolve } = createDeferred();
    async function* pieces() {
      yield makeBytes(2 * CHUNK);
      await deleted;
      yield makeBytes(CHUNK);
    }
    const answer = put(signedUrl, streamOf(pieces()));
    await vi.waitFor(async () => expect(await count("file_chunks")).toBe(1));
    await projectFiles.removeUser(scope.userId);
    resolve();
    expect(await codeOf(await answer)).toEqual([404, "attachment_not_found"]);
    expect([await count("files"), await count("file_chunks"), await usage()]).toEqual([0, 0, 0]);
  });

  test("once an hour, a request removes unfinished uploads in the background", async () => {
    const { clock, attachments, createUpload, upload, usage, count } = open();
    await upload(makeBytes(3));
    await createUpload();
    clock.now += 3_600_000;
    await createUpload();
    await attachments.settle();
    expect(await count("files")).toBe(3);
    clock.now += 3_600_001;
    await createUpload();
    await attachments.settle();
    expect([await count("files"), await usage()]).toEqual([2, 3 + 2 * COST]);
  });

  test("a visitor's files move to a user, and their URLs stay the same", async () => {
    const visitor = open();
    const user = open();
    const { storedUrl, key } = await visitor.upload(makeBytes(CHUNK + 1));
    await user.upload(makeBytes(5));
    const { workspaceId, userId } = user.scope;
    const to = { workspaceId, userId };
    const move = () => visitor.projectFiles.moveWorkspace(visitor.scope.workspaceId, to, run());
    await move();
    await move();
    const [message] = await user.attachments.withSignatures(user.scope, [{ content: JSON.stringify([storedUrl]) }]);
    const [url] = JSON.parse(message?.content ?? "");
    expect(await bytesOf(await user.fetchFile(url))).toEqual(sumOf(makeBytes(CHUNK + 1)));
    expect(await visitor.attachments.createDownload(visitor.scope, { key })).toBeNull();
    expect([await visitor.usage(), await user.usage()]).toEqual([null, CHUNK + 6 + 2 * COST]);
    await user.projectFiles.removeUser(userId);
    expect(await user.usage()).toBe(0);
  });

  test("stores a file that exactly fills the workspace's quota, but rejects a file with one byte more", async () => {
    const { createUpload, put, usage } = open({ quotaBytes: COST + 1000 });
    const { signedUrl } = await createUpload();
    expect(await codeOf(await put(signedUrl, makeBytes(1001)))).toEqual([413, "quota_exceeded"]);
    expect((await put(signedUrl, makeBytes(1000))).status).toBe(200);
    expect(await usage()).toBe(COST + 1000);
  });
}

/** Creates a promise that the test resolves. */
function createDeferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}
