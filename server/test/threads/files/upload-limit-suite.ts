import { expect, test, vi } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { codeOf } from "./file-responses.ts";
import { CHUNK, COST, createTestAttachments, makeBytes, streamOf } from "./test-attachments.ts";

export function uploadLimitSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);

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
}
