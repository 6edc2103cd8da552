import type { RunStatement } from "../scoped-statements.ts";
import type { Bucket } from "./bucket.ts";

/** What the attachments of a project are created with. */
export interface AttachmentParts {
  readonly run: RunStatement;
  readonly projectId: string;
  /** What precedes the keys in this server's URLs, without a trailing slash: `https://cloud.example.com/v1/files`. */
  readonly filesUrl: string;
  readonly secret: string;
  readonly previousSecret: string | null;
  /** The most bytes of a file. */
  readonly maxBytes: number;
  /** The most bytes that a workspace's files may have together. */
  readonly quotaBytes: number;
  /** Where new files go; null keeps them in the database. */
  readonly bucket: Bucket | null;
  readonly now: () => number;
  /** Receives faults that a caller does not see. */
  readonly onFault: (error: unknown) => void;
}
