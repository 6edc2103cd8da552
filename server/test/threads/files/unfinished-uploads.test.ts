import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import type { Bucket } from "../../../src/threads/files/bucket.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { createTestAttachments } from "./test-attachments.ts";

const HOUR_MS = 3_600_000;

let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());

function openWithBucket(find: Bucket["find"]) {
  const lookup = vi.fn(find);
  const url = "https://bucket.example.com/";
  const bucket: Bucket = {
    url,
    presignUpload: async (key) => url + key,
    presignRead: async (key) => url + key,
    find: lookup,
    findRecent: lookup,
    remove: async () => {},
  };
  const opened = createTestAttachments(storage.statement, { bucket });
  /** Returns the keys of the workspace's uploads that are not recorded as complete. */
  const unfinished = async () => {
    const text = "select key from files where workspace_id = $1 and uploaded_at is null";
    return (await storage.statement(text, [opened.scope.workspaceId])).map(({ key }) => key);
  };
  const createUploads = async (count: number) => {
    const keys: string[] = [];
    for (let index = 0; index < count; index += 1) keys.push((await opened.createUpload({ content_length: 5 })).key);
    return keys;
  };
  return { ...opened, lookup, unfinished, createUploads };
}

test("without a bucket, the clean-up deletes only unfinished uploads whose target is the database", async () => {
  const { createUploads, count: countInBucket } = openWithBucket(async () => null);
  await createUploads(2);
  const { clock, projectFiles, createUpload, count } = createTestAttachments(storage.statement);
  await createUpload();
  clock.now += HOUR_MS + 1;
  await projectFiles.deleteUnfinishedUploads();
  expect([await count("files"), await countInBucket("files")]).toEqual([0, 2]);
});

test("if the lookup of a file fails, the clean-up continues with the other files and reports the error", async () => {
  const error = new Error("The bucket answered 500.");
  const failing = new Set<string>();
  const missing = new Set<string>();
  const { clock, projectFiles, createUploads, lookup, unfinished, count } = openWithBucket(async (key) => {
    if (failing.has(key)) throw error;
    return missing.has(key) ? null : { size: 5, contentType: "image/png" };
  });
  const [first = "", second = ""] = await createUploads(30);
  failing.add(first);
  missing.add(second);
  clock.now += HOUR_MS + 1;
  await expect(projectFiles.deleteUnfinishedUploads()).rejects.toBe(error);
  expect(await unfinished()).toEqual([first]);
  expect(await count("files")).toBe(29);
  expect(lookup.mock.calls.filter(([key]) => key === first)).toHaveLength(1);
});

test("the clean-up ends early if the bucket does not answer", async () => {
  const error = new Error("The bucket does not answer.");
  const { clock, projectFiles, createUploads, lookup, unfinished } = openWithBucket(() => Promise.reject(error));
  await createUploads(130);
  clock.now += HOUR_MS + 1;
  await expect(projectFiles.deleteUnfinishedUploads()).rejects.toBe(error);
  expect(lookup).toHaveBeenCalledTimes(100);
  expect(await unfinished()).toHaveLength(130);
});
