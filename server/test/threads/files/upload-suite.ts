import { expect, test, vi } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { bytesOf, codeOf, sumOf } from "./file-responses.ts";
import { CHUNK, COST, createTestAttachments, makeBytes, streamOf } from "./test-attachments.ts";

export function uploadSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);

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
}

/** Creates a promise that the test resolves. */
function createDeferred() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}
