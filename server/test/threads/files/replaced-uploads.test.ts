import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { openBucket } from "../../../src/threads/files/bucket.ts";
import { createProjectFiles } from "../../../src/threads/files/project-files.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { startBucket, type TestBucket } from "../../support/start-bucket.ts";
import { COST, createTestAttachments, makeBytes } from "./test-attachments.ts";

const MAX_BYTES = 1000;

let storage: AuthorityStorage;
let bucket: TestBucket;
beforeAll(async () => {
  storage = await openTestStorage();
  bucket = await startBucket();
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await bucket.close();
  await storage.close();
});

/** Opens a workspace with two clocks: the server's and the bucket client's. */
function open(quotaBytes = 100_000) {
  const clock = { now: Date.now(), bucket: Date.now() };
  const run = vi.fn(storage.statement);
  const testAttachments = createTestAttachments(run, {
    ...{ now: () => clock.now, maxBytes: MAX_BYTES, quotaBytes },
    bucket: openBucket(bucket.settings, () => clock.bucket),
  });
  const put = (url: string, length: number) =>
    fetch(url, { method: "PUT", body: makeBytes(length), headers: { "Content-Type": "image/png" } });
  const isStored = (key: string) => bucket.keys()?.includes(`${bucket.settings.prefix}${key}`);
  const countWrites = () => run.mock.calls.filter(([text]) => text.includes("update file_usage")).length;
  return { ...testAttachments, clock, put, isStored, countWrites };
}

/** A quota that has room for two files of the maximum size, but not for three. */
const ROOM_FOR_TWO = 2 * (MAX_BYTES + COST) + 100;

/**
 * Opens a workspace with three files. Each file was uploaded with one byte and then replaced by a file of the maximum
 * size.
 */
async function openReplaced() {
  const opened = open(ROOM_FOR_TWO);
  const keys: string[] = [];
  const urls: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const { key, signedUrl } = await opened.createUpload();
    await opened.put(signedUrl, 1);
    await opened.readUrl(key);
    keys.push(key);
    urls.push(signedUrl);
  }
  expect(await opened.usage()).toBe(3 * (1 + COST));
  for (const url of urls) expect((await opened.put(url, MAX_BYTES)).status).toBe(200);
  return { ...opened, keys };
}

test("returns no read URL for a file whose new content exceeds the quota, and deletes the file", async () => {
  const { clock, scope, attachments, keys, isStored, usage, count } = await openReplaced();
  clock.bucket += 60_000;
  const tickets = [];
  for (const key of keys) tickets.push(await attachments.createDownload(scope, { key }));
  expect(tickets.map((ticket) => ticket !== null)).toEqual([true, false, true]);
  expect(keys.map(isStored)).toEqual([true, false, true]);
  expect([await count("files"), await usage()]).toEqual([2, 2 * (MAX_BYTES + COST)]);
});

test("the clean-up deletes files whose new content exceeds the quota", async () => {
  const { clock, projectFiles, keys, isStored, usage, count } = await openReplaced();
  clock.now += 3_600_001;
  await projectFiles.deleteUnfinishedUploads();
  const kept = await count("files");
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(3);
  expect(await usage()).toBe(kept * (MAX_BYTES + COST));
  expect(keys.filter(isStored)).toHaveLength(kept);
});

test("an upload of the reserved size is kept even if the workspace exceeds its quota", async () => {
  const { clock, parts, createUpload, put, usage, count } = open();
  const { signedUrl } = await createUpload();
  await put(signedUrl, MAX_BYTES);
  clock.now += 3_600_001;
  await createProjectFiles({ ...parts, quotaBytes: 0 }).deleteUnfinishedUploads();
  expect([await count("files"), await usage()]).toEqual([1, MAX_BYTES + COST]);
});

test("listing messages looks up a file in the bucket at most once a minute, and stores only changes", async () => {
  const { clock, scope, attachments, createUpload, put, usage, countWrites } = open();
  const { signedUrl, storedUrl } = await createUpload();
  await put(signedUrl, 1);
  const requests = vi.spyOn(globalThis, "fetch");
  const before = countWrites();
  /** Lists the messages three times. Returns the total numbers of requests and writes so far. */
  const list = async () => {
    for (let index = 0; index < 3; index += 1) {
      const [message] = await attachments.withSignatures(scope, [{ content: JSON.stringify([storedUrl]) }]);
      expect(message?.content).toContain("X-Amz-Signature");
    }
    const heads = requests.mock.calls.filter(([, init]) => init?.method === "HEAD").length;
    return { heads, writes: countWrites() - before };
  };
  expect(await list()).toEqual({ heads: 1, writes: 1 });
  clock.bucket += 59_999;
  expect(await list()).toEqual({ heads: 1, writes: 1 });
  clock.bucket += 1;
  expect(await list()).toEqual({ heads: 2, writes: 1 });
  await put(signedUrl, 2);
  clock.bucket += 60_000;
  expect(await list()).toEqual({ heads: 3, writes: 2 });
  expect(await usage()).toBe(2 + COST);
  requests.mockRestore();
});
