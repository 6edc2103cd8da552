import type { RunStatement } from "../scoped-statements.ts";
import type { Bucket } from "./bucket.ts";

export interface AttachmentDependencies {
  readonly run: RunStatement;
  readonly projectId: string;
  /** The URL of this server's file routes, without a trailing slash: `https://cloud.example.com/v1/files`. */
  readonly filesUrl: string;
  readonly secret: string;
  readonly previousSecret: string | null;
  /** The maximum size of a file, in bytes. */
  readonly maxBytes: number;
  /** The quota of each workspace, in bytes. */
  readonly quotaBytes: number;
  /** The bucket for new files. If null, new files are stored in the database. */
  readonly bucket: Bucket | null;
  readonly now: () => number;
  /**
   * Receives the error if the server fails to sign a file URL in a message, or to delete an unfinished upload. No
   * response reports these errors.
   */
  readonly onFault: (error: unknown) => void;
}
