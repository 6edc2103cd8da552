import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";
import { type BucketOptions, type BucketSettings, readBucketSettings } from "./bucket-settings.ts";

/** The storage and the size limits of attachments. */
export interface AttachmentOptions {
  /** The maximum size of a file, in bytes, 1 to 1,073,741,824 (1 GiB). Default: 26,214,400 (25 MiB). */
  maxFileBytes?: number;
  /**
   * The maximum total size of the files of a workspace, in bytes; null for no limit. For each file, 1024 bytes are
   * added to the total. Default: 1,073,741,824 (1 GiB).
   */
  workspaceQuotaBytes?: number | null;
  /**
   * The bucket that stores new files, in an S3-compatible service; see {@link BucketOptions}. Default: none. Without a
   * bucket, the database stores the files.
   */
  bucket?: BucketOptions;
}

/** The validated {@link AttachmentOptions}. Omitted options have their defaults. */
export interface AttachmentSettings {
  maxBytes: number;
  quotaBytes: number;
  /** The bucket for new files; null if the database stores them. */
  bucket: BucketSettings | null;
}

const GIBIBYTE = 1_073_741_824;

const schema = z.strictObject({
  maxFileBytes: z.int().min(1).max(GIBIBYTE).default(26_214_400),
  workspaceQuotaBytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().default(GIBIBYTE),
  /** The bucket options. This schema accepts any value, because `readBucketSettings` validates the bucket options. */
  bucket: z.unknown().optional(),
});

/**
 * Reads the attachment options from environment variables. The limits are `ATTACHMENTS_MAX_FILE_BYTES` and
 * `ATTACHMENTS_WORKSPACE_QUOTA_BYTES`. A bucket is configured by `ATTACHMENTS_ENDPOINT`, `ATTACHMENTS_BUCKET`,
 * `ATTACHMENTS_REGION`, `ATTACHMENTS_PREFIX` and `ATTACHMENTS_PATH_STYLE` (`true` or `false`). An empty variable is
 * treated as unset.
 */
export function readAttachmentVariables(variables: Readonly<Record<string, string | undefined>>): AttachmentOptions {
  const { ATTACHMENTS_MAX_FILE_BYTES: max, ATTACHMENTS_WORKSPACE_QUOTA_BYTES: quota } = variables;
  const { ATTACHMENTS_ENDPOINT: endpoint, ATTACHMENTS_BUCKET: bucket, ATTACHMENTS_REGION: region } = variables;
  const { ATTACHMENTS_PREFIX: prefix, ATTACHMENTS_PATH_STYLE: pathStyle } = variables;
  return {
    ...(max ? { maxFileBytes: Number(max) } : {}),
    ...(quota ? { workspaceQuotaBytes: Number(quota) } : {}),
    ...(endpoint || bucket
      ? {
          bucket: {
            ...{ endpoint: endpoint ?? "", bucket: bucket ?? "" },
            ...(region ? { region } : {}),
            ...(prefix ? { prefix } : {}),
            ...(pathStyle ? { pathStyle: pathStyle !== "false" } : {}),
          },
        }
      : {}),
  };
}

/**
 * Validates the attachment options. Throws `invalid_setting` with the first invalid option. Reads the credentials of a
 * bucket from `environment`.
 */
export function readAttachmentSettings(
  options: unknown,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AttachmentSettings {
  const result = schema.safeParse(options);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw settingRefusal("authority_option_invalid", {
      field: ["attachments", ...(issue?.path ?? [])].map(String).join("."),
      problem: issue?.message ?? "invalid",
      remedy: "Correct that option.",
    });
  }
  const { maxFileBytes, workspaceQuotaBytes, bucket } = result.data;
  return {
    maxBytes: maxFileBytes,
    quotaBytes: workspaceQuotaBytes ?? Number.MAX_SAFE_INTEGER,
    bucket: bucket === undefined ? null : readBucketSettings(bucket, environment),
  };
}
