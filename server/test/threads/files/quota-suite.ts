import { expect, test } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { codeOf } from "./file-responses.ts";
import { CHUNK, COST, createTestAttachments, makeBytes } from "./test-attachments.ts";

export function quotaSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);

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

  test("stores a file that exactly fills the workspace's quota, but rejects a file with one byte more", async () => {
    const { createUpload, put, usage } = open({ quotaBytes: COST + 1000 });
    const { signedUrl } = await createUpload();
    expect(await codeOf(await put(signedUrl, makeBytes(1001)))).toEqual([413, "quota_exceeded"]);
    expect((await put(signedUrl, makeBytes(1000))).status).toBe(200);
    expect(await usage()).toBe(COST + 1000);
  });
}
