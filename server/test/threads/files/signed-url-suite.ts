import { expect, test, vi } from "vitest";
import type { RunStatement } from "../../../src/threads/scoped-statements.ts";
import { bytesOf, codeOf, sumOf } from "./file-responses.ts";
import { CHUNK, COST, createTestAttachments, FILES_URL, makeBytes } from "./test-attachments.ts";

export function signedUrlSuite(run: () => RunStatement): void {
  const open = (overrides: Parameters<typeof createTestAttachments>[1] = {}) => createTestAttachments(run(), overrides);

  test("the public URL of a new file works for 15 minutes, and messages store the unsigned URL", async () => {
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

  test("if messages have no attachments, returns them unchanged and makes no query for files", () => {
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
    expect([await visitor.usage(), await user.usage()]).toEqual([0, CHUNK + 6 + 2 * COST]);
    await user.projectFiles.removeUser(userId);
    expect(await user.usage()).toBe(0);
  });
}
