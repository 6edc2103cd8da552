import { describe, expect, test } from "vitest";
import { readByteRange, resolveRange } from "../../../src/thread-api/files/byte-range.ts";
import { readMediaType, serveFile } from "../../../src/threads/files/served-file.ts";

describe("the response headers of files", () => {
  test.each([
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "audio/mpeg",
    "video/mp4",
    "video/webm; codecs=vp9",
  ])("serves a file of the type %s inline", (type) => {
    expect(serveFile(type, "a")).toEqual({ contentType: type, contentDisposition: 'inline; filename="a"' });
  });

  test.each([
    "image/svg+xml",
    "text/html",
    "text/html; charset=utf-8",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
    "application/pdf",
    "text/plain",
    "application/octet-stream",
    "image/png+xml",
    "video",
    "",
  ])("serves a file of the type %j as a download with that type", (type) => {
    expect(serveFile(type, "a")).toEqual({ contentType: type, contentDisposition: 'attachment; filename="a"' });
  });

  test.each([
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
    "text/javascript; charset=utf-8",
    "text/javascript1.5",
    "text/ecmascript",
    "application/ecmascript",
    "text/jscript",
    "text/livescript",
    "text/css",
  ])("serves a file of the type %s as plain text, so that no page can load it as a script or a style sheet", (type) => {
    expect(serveFile(type, "a").contentType).toBe("text/plain; charset=utf-8");
  });

  test.each([
    ["only plain characters", "report (1).pdf", 'filename="report (1).pdf"'],
    ["quotes", 'a"b.png', `filename="a_b.png"; filename*=UTF-8''a%22b.png`],
    ["a percent sign", "100%.png", `filename="100_.png"; filename*=UTF-8''100%25.png`],
    [
      "letters outside ASCII",
      "naïve 文件.png",
      `filename="na_ve __.png"; filename*=UTF-8''na%C3%AFve%20%E6%96%87%E4%BB%B6.png`,
    ],
    ["line breaks", "a\r\nSet-Cookie: x=1", 'filename="a__Set-Cookie: x=1"'],
    ["a path", "../../etc/passwd", 'filename=".._.._etc_passwd"'],
    ["a Windows path", "C:\\x\\y.exe", 'filename="C:_x_y.exe"'],
    ["a right-to-left override", "a\u202egnp.exe", 'filename="a_gnp.exe"'],
  ])(
    "encodes a filename that contains %s, so that the filename cannot inject a header",
    (_what, filename, parameters) => {
      const { contentDisposition } = serveFile("text/html", filename);
      expect(contentDisposition).toBe(`attachment; ${parameters}`);
      expect(() => new Headers({ "Content-Disposition": contentDisposition })).not.toThrow();
    },
  );

  test.each([
    ["image/png", "image/png"],
    [" Image/PNG ", "image/png"],
    ["Text/Plain; Charset=UTF-8", "text/plain; Charset=UTF-8"],
    ["text/plain;charset=utf-8", "text/plain;charset=utf-8"],
    ["image", null],
    ["image/", null],
    ["image/png, text/html", null],
    ["image/png\r\nX: 1", null],
    ["image/pñg", null],
    [`image/${"x".repeat(128)}`, null],
    [`text/plain; x=${"x".repeat(255)}`, null],
    ["", null],
  ])("normalizes the media type %j to %j", (text, type) => {
    expect(readMediaType(text)).toBe(type);
  });
});

describe("byte ranges of files", () => {
  test.each([
    ["bytes=0-", { start: 0, end: 10 }],
    ["bytes=3-3", { start: 3, end: 4 }],
    ["bytes=3-99", { start: 3, end: 10 }],
    [" bytes=-4", { start: 6, end: 10 }],
    ["bytes=-99", { start: 0, end: 10 }],
    ["bytes=10-", null],
    ["bytes=-0", null],
  ])("resolves the range %j of a 10-byte file to %j", (header, part) => {
    const range = readByteRange(header);
    expect(range).not.toBeNull();
    expect(range && resolveRange(range, 10)).toEqual(part);
  });

  test("rejects every byte range of an empty file", () => {
    for (const header of ["bytes=0-", "bytes=-1"]) {
      const range = readByteRange(header);
      expect(range && resolveRange(range, 0)).toBeNull();
    }
  });

  test.each([null, "", "bytes=", "bytes=-", "bytes=4-3", "bytes=1-2,4-5", "items=0-1", "bytes=0x1-", "bytes=1e3-"])(
    "ignores the malformed Range header %j",
    (header) => {
      expect(readByteRange(header)).toBeNull();
    },
  );
});
