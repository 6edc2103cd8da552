import { describe, expect, test } from "vitest";
import { createFileGrants, type FileGrant } from "../../../src/threads/files/file-grants.ts";
import { createFileKey } from "../../../src/threads/files/file-key.ts";

const secret = "the secret of today, 32 characters or more";
const grants = createFileGrants("project", secret, null);
const key = createFileKey("project", "photo.png");
const read: FileGrant = {
  ...{ method: "GET", workspaceId: "ada@example.com", key, expires: 1_800_000_000, limit: 0, type: null },
};
const write: FileGrant = { ...read, method: "PUT", limit: 5000, type: "text/plain; charset=utf-8" };

describe("signed URLs of files", () => {
  test.each([
    ["GET", read],
    ["PUT", write],
    ["PUT of any type", { ...write, type: null }],
    ["GET with a workspace of 255 astral characters", { ...read, workspaceId: "😀".repeat(255) }],
    ["PUT of a type with every special character", { ...write, type: 'a/b; c="!~*\'() +%&"' }],
  ])("verifying a signed URL returns the grant that was signed: %s", (_what, grant) => {
    expect(grants.verify(grant.method, key, grants.sign(grant))).toEqual(grant);
  });

  test("equal grants have equal URLs, and a URL does not reveal the workspace", () => {
    const query = grants.sign(read);
    expect(grants.sign({ ...read })).toBe(query);
    expect(Buffer.from(query.match(/workspace=([^&]*)/)?.[1] ?? "", "base64url").toString()).not.toContain("ada");
    expect(query).not.toContain("example");
  });

  test.each([
    ["another method", "PUT", key, (query: string) => query],
    ["another file key", "GET", createFileKey("project", "photo.png"), (query: string) => query],
    ["another file extension", "GET", key.replace(".png", ".svg"), (query: string) => query],
    ["a later expiry", "GET", key, (query: string) => query.replace("expires=18", "expires=19")],
    ["a changed signature", "GET", key, (query: string) => query.replace(/signature=./, (text) => flip(text))],
    ["a changed workspace", "GET", key, (query: string) => query.replace(/workspace=./, (text) => flip(text))],
    ["a shorter workspace", "GET", key, (query: string) => query.replace(/workspace=..../, "workspace=")],
    ["no signature", "GET", key, (query: string) => query.replace(/&signature=.*/, "")],
    ["an empty signature", "GET", key, (query: string) => query.replace(/signature=.*/, "signature=")],
    ["an additional parameter", "GET", key, (query: string) => `${query}&x=1`],
    ["a duplicate parameter", "GET", key, (query: string) => query.replace("?", "?expires=1&")],
    ["another order of parameters", "GET", key, (query: string) => query.replace(/\?(expires=\d+)(.*)/, "?$2&$1")],
    ["an unsigned limit", "GET", key, (query: string) => query.replace("&work", "&limit=5&work")],
    ["an unsigned type", "GET", key, (query: string) => query.replace("&work", "&type=a&work")],
    ["a line break at the end", "GET", key, (query: string) => `${query}\n`],
    ["no query", "GET", key, () => ""],
  ] as const)("rejects a signed file URL with %s", (_what, method, of, change) => {
    expect(grants.verify(method, of, change(grants.sign(read)))).toBeNull();
  });

  test.each([
    ["another limit", (query: string) => query.replace("limit=5000", "limit=5001")],
    ["another type", (query: string) => query.replace("text%2Fplain", "text%2Fhtml")],
    ["an invalid percent-encoding in the type", (query: string) => query.replace("text%2Fplain", "text%")],
    ["no type", (query: string) => query.replace(/&type=[^&]*/, "")],
  ])("rejects a signed upload URL with %s", (_what, change) => {
    expect(grants.verify("PUT", key, change(grants.sign(write)))).toBeNull();
  });

  test("rejects a signed file URL of another project even if both projects have the same secret", () => {
    expect(createFileGrants("other", secret, null).verify("GET", key, grants.sign(read))).toBeNull();
  });

  test("after a change of the secret, old URLs stay valid and new URLs are signed with the new secret", () => {
    const next = createFileGrants("project", "the secret of tomorrow, 32 characters or more", secret);
    expect(next.verify("GET", key, grants.sign(read))).toEqual(read);
    expect(next.verify("PUT", key, grants.sign(write))).toEqual(write);
    expect(grants.verify("GET", key, next.sign(read))).toBeNull();
    const after = createFileGrants("project", "the secret of tomorrow, 32 characters or more", null);
    expect(after.verify("GET", key, grants.sign(read))).toBeNull();
    expect(after.verify("GET", key, next.sign(read))).toEqual(read);
  });
});

/** Replaces the last character of a text with another character of base64url. */
const flip = (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");
