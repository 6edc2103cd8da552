import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readBucketSettings } from "../../../src/config/bucket-settings.ts";
import { createProjectList } from "../../../src/projects/project-list.ts";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { openBucket } from "../../../src/threads/files/bucket.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { startBucket, type TestBucket } from "../../support/start-bucket.ts";
import { COST, createTestAttachments, makeBytes } from "./test-attachments.ts";

/** The settings of a real bucket, as JSON. If `TEST_BUCKET` is not set, the tests use a local bucket. */
const real = process.env["TEST_BUCKET"];

let storage: AuthorityStorage;
let bucket: TestBucket;
beforeAll(async () => {
  storage = await openTestStorage();
  bucket = real
    ? { settings: readBucketSettings(JSON.parse(real)), keys: () => null, close: async () => {} }
    : await startBucket();
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await bucket.close();
  await storage.close();
});

describe(`attachments in ${real ? "a real" : "a strict local"} bucket`, () => {
  /**
   * Opens a workspace with two clocks that the test sets: the server's and the presigner's. The bucket has its own
   * clock.
   */
  function open({ maxBytes = 1_000_000, quotaBytes = 10_000_000, at = Date.now() } = {}) {
    const clock = { now: at, presign: at };
    const testAttachments = createTestAttachments(storage.statement, {
      ...{ now: () => clock.now, maxBytes, quotaBytes },
      bucket: openBucket(bucket.settings, () => clock.presign),
    });
    const put = (url: string, body: BodyInit, type = "image/png") =>
      fetch(url, { method: "PUT", body, headers: { "Content-Type": type } });
    return { ...testAttachments, clock, put };
  }
  const isStored = (key: string) => bucket.keys()?.includes(`${bucket.settings.prefix}${key}`) ?? null;

  test("the bucket serves an uploaded file with the headers for the file's type and name", async () => {
    const { clock, createUpload, put, readUrl } = open();
    const { key, signedUrl, expiresAt } = await createUpload({ filename: "Über uns (1)'*!.png" });
    expect(new Date(expiresAt).getTime()).toBe(Math.floor(clock.now / 1000) * 1000 + 900_000);
    expect((await put(signedUrl, makeBytes(1000))).status).toBe(200);
    const response = await fetch(await readUrl(key));
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(makeBytes(1000));
    expect(response.headers.get("Content-Type")).toBe("image/png");
    expect(response.headers.get("Cache-Control")).toBe("private, max-age=900");
    expect(response.headers.get("Content-Disposition")).toBe(
      `inline; filename="_ber uns (1)'*!.png"; filename*=UTF-8''%C3%9Cber%20uns%20%281%29%27%2A%21.png`,
    );
  });

  test.each([
    ["image/svg+xml", "image/svg+xml"],
    ["text/html", "text/html"],
    ["text/javascript", "text/plain; charset=utf-8"],
  ])("serves a %s file from the bucket as a download of the type %s", async (sent, served) => {
    const { createUpload, put, readUrl } = open();
    const { key, signedUrl } = await createUpload({ filename: "x" });
    await put(signedUrl, "<script>", sent);
    const response = await fetch(await readUrl(key));
    expect(response.headers.get("Content-Type")).toBe(served);
    expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="x"');
    await response.arrayBuffer();
  });

  test("a presigned URL accepts only an upload of the declared type and length", async () => {
    const { createUpload, put } = open();
    const { signedUrl } = await createUpload({ content_type: "image/png", content_length: 10 });
    expect((await put(signedUrl, makeBytes(10), "text/html")).status).toBe(403);
    expect((await put(signedUrl, makeBytes(11))).status).toBe(403);
    expect((await put(signedUrl, makeBytes(10))).status).toBe(200);
  });

  test("the bucket rejects a request that differs from the presigned URL", async () => {
    const { createUpload, put, readUrl } = open();
    const { key, signedUrl } = await createUpload();
    const other = await createUpload();
    expect((await put(signedUrl.replace(key, other.key), makeBytes(1))).status).toBe(403);
    expect((await put(signedUrl.replace("Expires=900", "Expires=9000"), makeBytes(1))).status).toBe(403);
    expect((await fetch(signedUrl)).status).toBe(403);
    await put(signedUrl, makeBytes(1));
    const url = await readUrl(key);
    expect((await put(url, makeBytes(1))).status).toBe(403);
    expect((await fetch(url.replace("inline", "attachment"))).status).toBe(403);
    expect((await fetch(url.replace(/\?.*/, ""))).status).toBe(403);
  });

  test("a presigned URL expires after 15 minutes", async () => {
    const { clock, createUpload, put, readUrl, projectFiles } = open({ at: Date.now() - 901_000 });
    const { signedUrl } = await createUpload();
    expect((await put(signedUrl, makeBytes(1))).status).toBe(403);
    clock.presign = Date.now();
    const fresh = await createUpload();
    await put(fresh.signedUrl, makeBytes(1));
    expect((await fetch(await readUrl(fresh.key))).status).toBe(200);
    // After the final record, the server sends no request to the bucket.
    clock.now += 3_600_001;
    await projectFiles.deleteUnfinishedUploads();
    clock.presign = Date.now() - 961_000;
    expect((await fetch(await readUrl(fresh.key))).status).toBe(403);
  });

  test("an upload of unknown size counts against the quota as a file of the maximum size", async () => {
    const { scope, attachments, createUpload, put, usage } = open({ maxBytes: 1_000_000, quotaBytes: 2_500_000 });
    const first = await createUpload();
    expect(await usage()).toBe(1_000_000 + COST);
    await createUpload({ content_length: 700_000 });
    await expect(createUpload()).rejects.toThrow("quota");
    await put(first.signedUrl, makeBytes(5));
    expect(await attachments.createDownload(scope, { key: first.key })).not.toBeNull();
    expect(await usage()).toBe(700_005 + 2 * COST);
    await createUpload();
  });

  test("the server deletes an uploaded file that exceeds the size limit, and no client can read the file", async () => {
    const { scope, attachments, createUpload, put, usage } = open({ maxBytes: 10 });
    const { key, signedUrl } = await createUpload();
    expect((await put(signedUrl, makeBytes(11))).status).toBe(200);
    expect(await attachments.createDownload(scope, { key })).toBeNull();
    expect(isStored(key)).not.toBe(true);
    expect(await usage()).toBe(0);
  });

  test("the server deletes a file if a second upload replaces its content and exceeds the size limit", async () => {
    const { clock, scope, attachments, createUpload, put, readUrl, usage } = open({ maxBytes: 10 });
    const { key, signedUrl } = await createUpload();
    await put(signedUrl, makeBytes(5));
    await readUrl(key);
    await put(signedUrl, makeBytes(7));
    clock.presign += 60_000;
    await readUrl(key);
    expect(await usage()).toBe(7 + COST);
    await put(signedUrl, makeBytes(11));
    clock.presign += 60_000;
    expect(await attachments.createDownload(scope, { key })).toBeNull();
    expect(isStored(key)).not.toBe(true);
    expect(await usage()).toBe(0);
  });

  test("after an hour, the clean-up deletes only a file whose new content exceeds the size limit", async () => {
    const { clock, projectFiles, createUpload, put, readUrl, usage, count } = open({ maxBytes: 10 });
    const [small, large] = [await createUpload(), await createUpload()];
    for (const { key, signedUrl } of [small, large]) {
      await put(signedUrl, makeBytes(5));
      await readUrl(key);
    }
    await put(large.signedUrl, makeBytes(11));
    clock.now += 3_600_001;
    await projectFiles.deleteUnfinishedUploads();
    expect([await count("files"), await usage()]).toEqual([1, 5 + COST]);
    expect(isStored(large.key)).not.toBe(true);
    expect((await fetch(await readUrl(small.key))).status).toBe(200);
  });

  test("signs the file URLs in listed messages, and removes the signatures from written messages", async () => {
    const { scope, attachments, createUpload, put } = open();
    const [done, waiting] = [await createUpload(), await createUpload()];
    await put(done.signedUrl, makeBytes(9));
    const content = JSON.stringify([done.storedUrl, waiting.storedUrl]);
    const [message] = await attachments.withSignatures(scope, [{ content }]);
    const [signed, unsigned] = JSON.parse(message?.content ?? "");
    expect((await fetch(signed)).status).toBe(200);
    expect(unsigned).toBe(waiting.storedUrl);
    expect(attachments.withoutSignatures(message?.content ?? "")).toBe(content);
    const other = { ...scope, workspaceId: `${scope.workspaceId}-other` };
    expect(await attachments.withSignatures(other, [{ content: message?.content ?? "" }])).toEqual([{ content }]);
    expect(await attachments.createDownload(other, { url: signed })).toBeNull();
    expect(await attachments.createDownload(scope, { url: signed })).toMatchObject({ key: done.key });
  });

  test("the public URL of an uploaded file redirects to the bucket for 15 minutes", async () => {
    const { clock, createUpload, put, fetchFile } = open();
    const { key, signedUrl, publicUrl } = await createUpload();
    expect((await fetchFile(publicUrl)).status).toBe(404);
    await put(signedUrl, makeBytes(9));
    const response = await fetchFile(publicUrl, { redirect: "manual" });
    expect([response.status, response.headers.get("Cache-Control")]).toEqual([307, "private, max-age=60"]);
    const toHead = await fetchFile(publicUrl, { method: "HEAD", redirect: "manual" });
    const head = await fetch(toHead.headers.get("Location") ?? "", { method: "HEAD" });
    expect([head.status, head.headers.get("Content-Length")]).toEqual([200, "9"]);
    const found = await fetch(response.headers.get("Location") ?? "");
    expect(new Uint8Array(await found.arrayBuffer())).toEqual(makeBytes(9));
    expect((await fetchFile(publicUrl.replace("signature=", "signature=x"))).status).toBe(403);
    expect((await fetchFile(publicUrl.replace(key, key.replace(".png", "0.png")))).status).toBe(403);
    clock.now += 900_000;
    expect((await fetchFile(publicUrl)).status).toBe(403);
  });

  test("the clean-up stores the sizes of completed uploads and deletes the records of unfinished uploads", async () => {
    const { clock, projectFiles, createUpload, put, usage, count } = open();
    const [done, , large] = [await createUpload(), await createUpload(), await createUpload({ content_length: 5 })];
    await put(done.signedUrl, makeBytes(9));
    clock.now += 3_600_001;
    await projectFiles.deleteUnfinishedUploads();
    expect([await count("files"), await usage()]).toEqual([1, 9 + COST]);
    expect(isStored(large.key)).not.toBe(true);
  });

  test("erasing a user deletes the user's files from the bucket and from the database", async () => {
    const { scope, projectFiles, createUpload, put, readUrl, count } = open();
    const user = { ...scope, userId: `eve-${scope.workspaceId}` };
    const { key, signedUrl } = await createUpload({}, user);
    await createUpload({}, user);
    await put(signedUrl, makeBytes(9));
    const url = await readUrl(key);
    expect(await projectFiles.removeUser(user.userId)).toBe(2);
    expect((await fetch(url)).status).toBe(404);
    expect([isStored(key), await count("files")]).toEqual([real ? null : false, 0]);
  });

  test("deleting a project deletes its files from the bucket and from the database", async () => {
    const { createUpload, put, readUrl, projectFiles } = open();
    const projects = createProjectList(storage, Date.now, () => projectFiles.removeAll());
    const by = { actor: "program" } as const;
    await projects.add({ id: "project" }, by);
    const { key, signedUrl } = await createUpload();
    await put(signedUrl, makeBytes(9));
    const url = await readUrl(key);
    await projects.remove("project", by);
    expect((await fetch(url)).status).toBe(404);
    expect(isStored(key)).toBe(real ? null : false);
    const [row] = await storage.statement("select count(*) as files from files where project_id = 'project'", []);
    expect(Number(row?.["files"])).toBe(0);
  });

  test("rejects the deletion of a project that is not in the list of projects, and deletes no files", async () => {
    const { createUpload, put, readUrl, projectFiles } = open();
    const projects = createProjectList(storage, Date.now, () => projectFiles.removeAll());
    const { key, signedUrl } = await createUpload();
    await put(signedUrl, makeBytes(9));
    await expect(projects.remove("project", { actor: "program" })).rejects.toMatchObject({ code: "not_found" });
    expect((await fetch(await readUrl(key))).status).toBe(200);
  });

  test("a project cannot be deleted if its files are in a bucket and no bucket is configured", async () => {
    const { createUpload, put } = open();
    const { signedUrl } = await createUpload();
    await put(signedUrl, makeBytes(9));
    const { projectFiles } = createTestAttachments(storage.statement);
    const projects = createProjectList(storage, Date.now, () => projectFiles.removeAll());
    await projects.add({ id: "project" }, { actor: "program" });
    await expect(projects.remove("project", { actor: "program" })).rejects.toThrow(/bucket/);
    expect(await projects.has("project")).toBe(true);
  });

  test("while the bucket is unreachable, a conversation loads without its images", async () => {
    const now = () => Date.now();
    const settings = { ...bucket.settings, endpoint: "http://127.0.0.1:9" };
    const onFault = vi.fn();
    const { scope, attachments, createUpload } = createTestAttachments(storage.statement, {
      ...{ now, onFault },
      bucket: openBucket(settings, now),
    });
    const { key, storedUrl } = await createUpload();
    const messages = [{ content: JSON.stringify([storedUrl]) }];
    expect(await attachments.withSignatures(scope, messages)).toEqual(messages);
    expect(onFault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "storage_unreachable" }));
    await expect(attachments.createDownload(scope, { key })).rejects.toMatchObject({ code: "storage_unreachable" });
  });

  test("files that are stored in the database stay readable after a bucket is configured", async () => {
    const before = createTestAttachments(storage.statement);
    const { key, storedUrl } = await before.upload(makeBytes(9));
    const { attachments } = open({ at: before.clock.now });
    const [message] = await attachments.withSignatures(before.scope, [{ content: JSON.stringify([storedUrl]) }]);
    expect((await before.fetchFile(JSON.parse(message?.content ?? "")[0])).status).toBe(200);
    expect(await attachments.createDownload(before.scope, { key })).not.toBeNull();
  });
});
