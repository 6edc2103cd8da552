import { type ConformanceGroup, createThread, messageBody } from "./conformance-group.ts";
import { send } from "./conformance-target.ts";

const UPLOAD = "/files/attachments/generate-presigned-upload-url";
const DOWNLOAD = "/files/attachments/generate-presigned-download-url";

/**
 * Checks attachments: signed URLs, uploads, downloads, invalid keys, isolation and the size limit. A server without
 * attachment storage passes if it responds with 503.
 */
export const attachmentChecks: ConformanceGroup = {
  name: "attachments",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const granted = await call("POST", UPLOAD, { filename: "dot.png" });
    if (granted.status === 503) return assert.ok("attachments are not configured", true);
    assert.equal("an upload URL answers 201", granted.status, 201);
    const { success, signedUrl, publicUrl, key, expiresAt } = granted.body ?? {};
    assert.equal("it says success", success, true);
    const texts = [signedUrl, publicUrl, key, expiresAt].every((value) => typeof value === "string");
    assert.ok("it returns signedUrl, publicUrl, key and expiresAt", texts, granted.body);
    assert.ok("the key has the documented form", /^attachments\/[^/]+\/[\w-]+\.png$/.test(key), key);
    const preflight = await send(signedUrl, "OPTIONS", undefined, {
      Origin: "http://localhost:5173",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "content-type",
    });
    assert.ok("the upload answers a preflight", preflight.status < 300, preflight.status);
    const allowed = preflight.headers.get("access-control-allow-methods") ?? "";
    assert.ok("which allows PUT", /\bPUT\b|\*/.test(allowed), allowed);

    const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const put = await send(signedUrl, "PUT", bytes, { "Content-Type": "image/png" });
    assert.ok("the upload is accepted", put.status >= 200 && put.status < 300, put.status);
    const forged = await send(`${signedUrl}0`, "PUT", bytes, { "Content-Type": "image/png" });
    assert.ok("a changed signature is refused", forged.status >= 400, forged.status);

    const thread = await createThread(caller);
    const content = { role: "user", content: [{ type: "image", image: publicUrl }] };
    await call("POST", `/threads/${thread}/messages`, { ...messageBody("user", ""), content });
    const [listed] = (await call("GET", `/threads/${thread}/messages`)).body?.messages ?? [];
    const shown = String(listed?.content?.content?.[0]?.image);
    assert.ok("the list shows a URL", shown.startsWith("http"), shown);
    const image = await fetch(shown);
    assert.equal("the signed URL serves the bytes", new Uint8Array(await image.arrayBuffer()), bytes);
    assert.equal("with nosniff", image.headers.get("x-content-type-options"), "nosniff");

    for (const [name, body] of [
      ["key", { key }],
      ["url", { url: publicUrl }],
    ] as const) {
      const download = await call("POST", DOWNLOAD, body);
      assert.equal(`a download URL by ${name} answers 200`, download.status, 200);
      assert.equal(`it returns the key`, download.body?.key, key);
    }
    const both = await call("POST", DOWNLOAD, { key, url: publicUrl });
    assert.equal("key and url together answer 400", both.status, 400);
    for (const bad of ["../secret", "/etc/passwd", `${key}?x`, `${key}#x`, "attachments/none/none.png"]) {
      const refused = await call("POST", DOWNLOAD, { key: bad });
      assert.ok(
        `the key ${bad.replace(key, ":key")} is refused`,
        refused.status === 400 || refused.status === 404,
        refused.status,
      );
    }
    const stranger = await openCaller();
    const foreign = await stranger.call("POST", DOWNLOAD, { key });
    assert.equal("another workspace gets 404", [foreign.status, foreign.body?.error], [404, "Attachment not found"]);
    const large = await call("POST", UPLOAD, { filename: "x.bin", content_length: 25 * 1024 * 1024 + 1 });
    assert.equal("more than 25 MiB answer 400", large.status, 400);
  },
};
