import { describe, expect, test } from "vitest";
import { createFileGrants } from "../../../src/threads/files/file-grants.ts";
import { createFileKey, isFileKey } from "../../../src/threads/files/file-key.ts";
import { createFileUrls } from "../../../src/threads/files/file-urls.ts";

const base = "https://cloud.example.com/v1/files";
const bucket = "https://s3.example.com/bucket/chat/";
const urls = createFileUrls("project", base, bucket);
const grants = createFileGrants("project", "a secret of the tests, 32 characters or more", null);
const key = createFileKey("project", "photo.png");
const url = `${base}/${key}`;
const grant = { workspaceId: "w", key, expires: 1_800_000_000, limit: 0, type: null };
const signed = url + grants.sign({ ...grant, method: "GET" });
const upload = url + grants.sign({ ...grant, method: "PUT", limit: 9, type: "image/png" });
const presigned = `${bucket}${key}?response-content-type=image%2Fpng&X-Amz-Expires=900&X-Amz-Signature=${"0a".repeat(32)}`;

describe("file URLs in the content of messages", () => {
  test.each([
    ["the value of an object", { a: url }],
    ["a list", [url]],
    ["several items of a list", ["x", url, { y: url }]],
    ["a message part", { content: [{ type: "image", image: url }] }],
    ["an object with text that resembles JSON", { text: `","a":"${url}"`, image: url }],
    ["a list with a signed URL", [signed]],
    ["a list with an upload URL", [upload]],
    ["a list with a bucket URL", [presigned]],
  ])("finds the file URL in the content of a message: %s", (_what, content) => {
    const text = JSON.stringify(content);
    const found = urls.keysIn(text);
    expect(new Set(found)).toEqual(new Set([key]));
    const rewritten = JSON.parse(urls.rewrite(text, () => "new"));
    expect(JSON.stringify(rewritten).split('"new"')).toHaveLength(found.length + 1);
    expect(JSON.parse(urls.rewrite(text, urls.storedUrl))).toEqual(
      JSON.parse(text.replaceAll(signed, url).replaceAll(upload, url).replaceAll(presigned, url)),
    );
  });

  const other = createFileKey("other", "photo.png");
  test.each([
    ["another host", url.replace("cloud.", "evil-cloud.")],
    ["a host that starts with the right host", url.replace(".com/", ".com.evil.com/")],
    ["the right host as a user name", url.replace(".com/", ".com@evil.com/")],
    ["another port", url.replace(".com/", ".com:8443/")],
    ["another scheme", url.replace("https:", "http:")],
    ["a host in capitals", url.replace("cloud", "Cloud")],
    ["another project", `${base}/${other}`],
    ["a project that starts with the right project", url.replace("/project/", "/project-x/")],
    ["another folder", url.replace("/attachments/", "/attachments2/")],
    ["a leading folder", url.replace("/attachments/", "/x/attachments/")],
    ["a path with dot segments", url.replace("/project/", "/project/../project/")],
    ["a longer path", `${url}/more`],
    ["a longer extension", `${url}.exe`],
    ["a longer id", url.replace(".png", "0.png")],
    ["an additional fragment", `${url}#x`],
    ["another query", `${url}?download=1`],
    ["a signature followed by another parameter", `${signed}&x=1`],
    ["a truncated signature", signed.slice(0, -1)],
    ["other text before the URL", `see ${url}`],
    ["other text after the URL", `${url} there`],
    ["the query parameter of another URL", `https://evil.example.com/?u=${url}`],
    ["Markdown", `![x](${url})`],
    ["Markdown of another site", `![x](https://evil.example.com/(${url})`],
    ["quotes around the URL", `"${url}"`],
    ["a quote before the URL", `x,"${url}`],
    ["a quote after the URL", `${url}",`],
    ["a backslash after the URL", `${url}\\`],
    ["a line break after the URL", `${url}\n`],
    ["a bucket URL without a signature", `${bucket}${key}`],
    ["another bucket", presigned.replace("/bucket/", "/bucket2/")],
    ["another prefix in the bucket", presigned.replace("/chat/", "/chat/x/")],
    ["a bucket URL with a short signature", presigned.slice(0, -1)],
  ])("ignores a URL or text that resembles a file URL: %s", (_what, text) => {
    for (const content of [[text], { a: text }, { a: { b: [1, text] } }].map((each) => JSON.stringify(each))) {
      expect(urls.keysIn(content)).toEqual([]);
      expect(urls.rewrite(content, () => "new")).toBe(content);
    }
    expect(urls.keyOf(text)).toBeNull();
  });

  test("ignores a file URL that is a property name in a JSON object", () => {
    const content = JSON.stringify({ [url]: 1, [signed]: "x" });
    expect(urls.keysIn(content)).toEqual([]);
    expect(urls.rewrite(content, () => "new")).toBe(content);
  });

  test("leaves a file URL unchanged if the replacement function returns undefined", () => {
    const content = JSON.stringify([url, signed]);
    expect(urls.rewrite(content, () => undefined)).toBe(content);
  });

  test("ignores bucket URLs while no bucket is configured", () => {
    const alone = createFileUrls("project", base, null);
    expect(alone.keyOf(presigned)).toBeNull();
    expect(alone.keyOf(signed)).toBe(key);
  });

  test("quickly scans a million characters that nearly match a file URL", () => {
    const almost = JSON.stringify([`${url}?${"a".repeat(1000)}`, `${bucket}${key}?${"X-Amz-Signature=".repeat(60)}`]);
    const content = `[${Array.from({ length: 500 }, () => almost).join(",")}]`;
    const start = performance.now();
    expect(urls.keysIn(content)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("the keys of files", () => {
  test.each([
    ["photo.PNG", ".png"],
    ["archive.tar.gz", ".gz"],
    ["noextension", ""],
    [".bashrc", ""],
    ["..png", ""],
    ["x.", ""],
    ["x.p ng", ""],
    ["x.pñg", ""],
    ["x./../../etc", ""],
    [`x.${"a".repeat(17)}`, ""],
  ])("the storage key of a file named %j has the extension %j", (filename, extension) => {
    const created = createFileKey("project", filename);
    expect(created).toMatch(/^attachments\/project\/[0-9a-f-]{36}(\.[a-z0-9]+)?$/);
    expect(created.slice("attachments/project/".length + 36)).toBe(extension);
    expect(isFileKey(created, "project")).toBe(true);
  });

  test.each([
    `/${key}`,
    `${key}?x`,
    `${key}#x`,
    `${key}\n`,
    key.replace("attachments", "other"),
    key.replace("project/", "project/../project/"),
    key.replace("project", "other"),
    key.toUpperCase(),
    "attachments/project/..",
    "",
  ])("rejects the file key %j", (text) => {
    expect(isFileKey(text, "project")).toBe(false);
  });
});
