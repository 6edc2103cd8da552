import { z } from "zod";
import { settingRefusal } from "../base/setting-refusal.ts";

/** A bucket of an S3-compatible service. The server stores new attachments in the bucket instead of in the database. */
export interface BucketOptions {
  /**
   * The URL of the service, such as `https://s3.eu-central-1.amazonaws.com`. `http://` is allowed only on a loopback
   * address.
   */
  endpoint: string;
  /** The name of the bucket. */
  bucket: string;
  /** The region of the bucket. Default: `auto`, which services without regions accept. */
  region?: string;
  /** The prefix of object keys: folders, each followed by a slash, such as `chat/`. Default: none. */
  prefix?: string;
  /** True to put the bucket's name into the path of a URL; false to put it into the host name. Default: true. */
  pathStyle?: boolean;
}

/** The validated {@link BucketOptions}, and the bucket's credentials. Omitted options have their defaults. */
export interface BucketSettings extends Required<BucketOptions> {
  accessKeyId: string;
  secretAccessKey: string;
  /** The session token of temporary credentials; null for long-term credentials. */
  sessionToken: string | null;
}

const schema = z.strictObject({
  endpoint: z.string().refine(isEndpoint, "must be an https:// URL without user, query and fragment"),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket"),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "must be the name of a region")
    .default("auto"),
  prefix: z
    .string()
    .regex(/^(?:[\w-]+\/)*$/, "must be folders of letters, digits, - and _, each followed by a slash")
    .max(255)
    .default(""),
  pathStyle: z.boolean().default(true),
});

/**
 * Validates the bucket's options and reads its credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if
 * set, `AWS_SESSION_TOKEN`. Throws `invalid_setting` for an invalid option or missing credentials.
 */
export function readBucketSettings(
  options: unknown,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): BucketSettings {
  const result = schema.safeParse(options);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw settingRefusal("authority_option_invalid", {
      field: ["attachments", "bucket", ...(issue?.path ?? [])].map(String).join("."),
      problem: issue?.message ?? "invalid",
      remedy: "Correct that option.",
    });
  }
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"] || null;
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"] || null;
  if (accessKeyId === null || secretAccessKey === null) {
    throw settingRefusal("option_invalid", {
      field: null,
      problem: "The credentials of the bucket are missing",
      remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the same values in every process.",
    });
  }
  return { ...result.data, accessKeyId, secretAccessKey, sessionToken: environment["AWS_SESSION_TOKEN"] || null };
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash) return false;
  return protocol === "https:" || (protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
