import { createScopedStatement, type RunStatement } from "../scoped-statements.ts";
import type { WorkspaceScope } from "../thread-scope.ts";
import type { UploadRequest } from "./file-bodies.ts";
import { createFile, findFiles, moveFiles, recordUpload, removeFiles } from "./file-statements.ts";

export interface FileRow {
  readonly key: string;
  readonly filename: string;
  readonly inBucket: boolean;
  readonly maxBytes: number;
  /**
   * The number of the file's bytes that count toward the workspace's quota. For a new bucket upload, the number of
   * reserved bytes.
   */
  readonly size: number;
  /** The content type that the server recorded last, or else the content type that the client declared. */
  readonly contentType: string | null;
  /**
   * The content type of the uploaded file. Null for a bucket upload without a final record. In this case, the bucket
   * might not contain the file yet, or the file can still be replaced.
   */
  readonly recordedType: string | null;
}

/** A new file that waits for its upload. */
export interface NewFile extends UploadRequest {
  readonly key: string;
  /** The user who requested the upload URL. */
  readonly userId: string;
  readonly maxBytes: number;
  readonly inBucket: boolean;
}

/** Reads and writes the rows of one workspace's files. Each method runs one SQL statement. */
export interface FileRows {
  /** Adds a file that waits for its upload. Returns false if the file would exceed the workspace's quota. */
  create(file: NewFile): Promise<boolean>;
  /**
   * Returns the workspace's files with these keys. Omits unknown keys, and files whose upload to the database is not
   * complete.
   */
  find(keys: readonly string[]): Promise<FileRow[]>;
  /**
   * Records the size and content type of a file that a browser has uploaded to the bucket. A final record never changes.
   * Returns false, and records nothing, if the file has grown and exceeds the workspace's quota.
   */
  record(key: string, size: number, contentType: string, isFinal: boolean): Promise<boolean>;
  /** Deletes files, including their bytes in the database. */
  remove(keys: readonly string[]): Promise<void>;
  /** Moves all files to another workspace of the project and changes their owner. */
  moveTo(workspaceId: string, userId: string): Promise<void>;
}

/** Creates the {@link FileRows} of a workspace. */
export function createFileRows(
  run: RunStatement,
  scope: WorkspaceScope,
  { now, quotaBytes }: { now: () => number; quotaBytes: number },
): FileRows {
  const statement = createScopedStatement(run, scope);
  const timestamp = () => new Date(now()).toISOString();

  return {
    async create({ key, userId, filename, contentType, contentLength, maxBytes, inBucket }) {
      const limit = contentLength ?? maxBytes;
      // Bucket uploads bypass this server, so the maximum size is reserved until the upload is recorded.
      const reserved = inBucket ? limit : 0;
      const awaited = inBucket ? 0 : (contentLength ?? 0);
      const values = [key, userId, filename, contentType, limit, inBucket, timestamp(), reserved, awaited, quotaBytes];
      return (await statement(createFile, ...values)).length > 0;
    },

    async find(keys) {
      const rows = await statement(findFiles, keys);
      return rows.map((row) => ({
        key: String(row["key"]),
        filename: String(row["filename"]),
        inBucket: row["in_bucket"] === true,
        maxBytes: Number(row["max_bytes"]),
        size: Number(row["size"]),
        contentType: row["content_type"] as string | null,
        recordedType: row["recorded_type"] as string | null,
      }));
    },

    async record(key, size, contentType, isFinal) {
      const recordedAt = isFinal ? timestamp() : null;
      const [row] = await statement(recordUpload, key, size, contentType, recordedAt, quotaBytes);
      return row?.["exceeds"] !== true;
    },

    async remove(keys) {
      await statement(removeFiles, keys);
    },

    async moveTo(workspaceId, userId) {
      await statement(moveFiles, workspaceId, userId);
    },
  };
}
