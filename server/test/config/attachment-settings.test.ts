import { expect, test } from "vitest";
import { readAttachmentSettings } from "../../src/config/attachment-settings.ts";
import { openBucket } from "../../src/threads/files/bucket.ts";

const bucket = { endpoint: "https://s3.example.com", bucket: "chat-files" };
const environment = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };

test("omitted attachment options get their defaults", () => {
  expect(readAttachmentSettings({}, {})).toEqual({ maxBytes: 26_214_400, quotaBytes: 1_073_741_824, bucket: null });
  expect(readAttachmentSettings({ bucket }, environment).bucket).toEqual({
    ...bucket,
    ...{ region: "auto", prefix: "", pathStyle: true },
    ...{ accessKeyId: "id", secretAccessKey: "secret", sessionToken: null },
  });
});

test("`workspaceQuotaBytes: null` disables the attachment quota", () => {
  expect(readAttachmentSettings({ workspaceQuotaBytes: null }, {}).quotaBytes).toBe(Number.MAX_SAFE_INTEGER);
});

test.each([
  ["attachments.maxFileBytes", { maxFileBytes: 0 }],
  ["attachments.maxFileBytes", { maxFileBytes: 1_073_741_825 }],
  ["attachments.workspaceQuotaBytes", { workspaceQuotaBytes: -1 }],
  ["attachments", { more: 1 }],
  ["attachments.bucket.endpoint", { bucket: { ...bucket, endpoint: "http://s3.example.com" } }],
  ["attachments.bucket.endpoint", { bucket: { ...bucket, endpoint: "https://user:pass@s3.example.com" } }],
  ["attachments.bucket.endpoint", { bucket: { ...bucket, endpoint: "s3" } }],
  ["attachments.bucket.bucket", { bucket: { ...bucket, bucket: "../x" } }],
  ["attachments.bucket.prefix", { bucket: { ...bucket, prefix: "../" } }],
  ["attachments.bucket.prefix", { bucket: { ...bucket, prefix: "chat" } }],
  ["attachments.bucket", { bucket: { ...bucket, secretAccessKey: "x" } }],
])("rejects an invalid value of %s and names the option", (name, options) => {
  expect(() => readAttachmentSettings(options, environment)).toThrow(
    expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(`\`${name}\``) }),
  );
});

test.each([[{}], [{ AWS_ACCESS_KEY_ID: "id" }], [{ AWS_SECRET_ACCESS_KEY: "a secret value", AWS_ACCESS_KEY_ID: "" }]])(
  "for the incomplete bucket credentials %j, the error names AWS_ACCESS_KEY_ID and contains no secret",
  (given) => {
    expect(() => readAttachmentSettings({ bucket }, given)).toThrow(
      expect.objectContaining({
        code: "invalid_setting",
        message: expect.not.stringContaining("a secret value"),
        remedy: expect.stringContaining("AWS_ACCESS_KEY_ID"),
      }),
    );
  },
);

test.each([
  [{}, "https://s3.example.com/chat-files/"],
  [{ prefix: "a/b/" }, "https://s3.example.com/chat-files/a/b/"],
  [{ pathStyle: false }, "https://chat-files.s3.example.com/"],
  [{ endpoint: "https://s3.example.com:9000/store/" }, "https://s3.example.com:9000/store/chat-files/"],
])("for the bucket options %j, the URLs of objects start with %s", (more, url) => {
  const settings = readAttachmentSettings({ bucket: { ...bucket, ...more } }, environment).bucket;
  expect(settings && openBucket(settings, Date.now).url).toBe(url);
});

test("a presigned URL includes the session token of the bucket credentials", async () => {
  const settings = readAttachmentSettings({ bucket }, { ...environment, AWS_SESSION_TOKEN: "session+token/=" }).bucket;
  const url = settings && (await openBucket(settings, Date.now).presignUpload("attachments/project/x", null, null));
  expect(url).toContain("X-Amz-Security-Token=session%2Btoken%2F%3D&");
});
