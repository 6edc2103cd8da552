import { settingRefusal } from "../../base/setting-refusal.ts";
import type { RunStatement } from "../scoped-statements.ts";
import type { AttachmentDependencies } from "./attachment-dependencies.ts";
import type { Bucket } from "./bucket.ts";
import { recordBucketUpload } from "./bucket-uploads.ts";
import { createFileRows } from "./file-rows.ts";

/**
 * The age at which a file without a finished upload is deleted, in milliseconds (one hour). Before that age, the upload
 * URL has expired and every upload has timed out.
 */
const UNFINISHED_MS = 3_600_000;

/**
 * The maximum number of files per deletion. The deletion of this many files with their chunks takes much less time than
 * the statement timeout.
 */
const BATCH_SIZE = 20;

/**
 * The number of failures after which a clean-up of bucket uploads ends early. If the bucket does not answer, every file
 * fails, and each batch takes as long as the timeout of a request.
 */
const MAX_FAILURES = 100;

/** The SQL condition for files that are older than a time (`$2`) and have no finished upload. */
const UNFINISHED = "files.uploaded_at is null and files.created_at < $2::timestamptz";

/** Deletes and moves a project's files, including their bytes. Every method can be repeated after an error. */
export interface ProjectFiles {
  /** Deletes all files of a user in all workspaces, and returns the number of deleted files. */
  removeUser(userId: string): Promise<number>;
  /**
   * Moves all files of a workspace to a user in another workspace, even if the new workspace then exceeds its quota.
   * The files' URLs stay the same.
   *
   * @param runStatement runs the statement, for example in the caller's transaction
   */
  moveWorkspace(
    workspaceId: string,
    to: { workspaceId: string; userId: string },
    runStatement: RunStatement,
  ): Promise<void>;
  /**
   * Deletes all files of the project. Throws `bucket_missing`, and deletes no file, if the project has files in a bucket
   * and the server has no bucket.
   */
  removeAll(): Promise<void>;
  /**
   * Deletes files that are older than an hour and have no finished upload. If the bucket contains such a file, records
   * the upload instead. If the server has no bucket, skips bucket uploads. If the bucket fails for one file, continues
   * with the other files, and then rejects with the first error.
   */
  deleteUnfinishedUploads(): Promise<void>;
}

/** Creates the {@link ProjectFiles} of a project. */
export function createProjectFiles(
  dependencies: Pick<AttachmentDependencies, "run" | "projectId" | "bucket" | "quotaBytes" | "now">,
): ProjectFiles {
  const { run, projectId, bucket, now } = dependencies;
  const rowsOf = (workspaceId: string, runStatement: RunStatement = run) =>
    createFileRows(runStatement, { projectId, workspaceId }, dependencies);

  /**
   * Returns at most {@link BATCH_SIZE} files of this project that match a SQL condition. In the condition, `$2` is the
   * first of `values`.
   */
  async function select(condition: string, ...values: unknown[]): Promise<StoredFile[]> {
    const rows = await run(
      `select files.workspace_id, files.key, files.in_bucket, files.max_bytes from files
        where files.project_id = $1 and ${condition} limit ${BATCH_SIZE}`,
      [projectId, ...values],
    );
    return rows.map((row) => ({
      workspaceId: String(row["workspace_id"]),
      key: String(row["key"]),
      inBucket: row["in_bucket"] === true,
      maxBytes: Number(row["max_bytes"]),
    }));
  }

  /**
   * Deletes files. The objects in the bucket are deleted before the rows, because an object without a row could not be
   * found again.
   */
  async function remove(files: readonly StoredFile[]): Promise<void> {
    const inBucket = files.filter((file) => file.inBucket);
    if (inBucket.length > 0 && bucket === null) throw settingRefusal("bucket_missing");
    await Promise.all(inBucket.map(({ key }) => bucket?.remove(key)));
    for (const workspaceId of new Set(files.map((file) => file.workspaceId))) {
      const own = files.filter((file) => file.workspaceId === workspaceId);
      await rowsOf(workspaceId).remove(own.map(({ key }) => key));
    }
  }

  /** Deletes all files that match a condition, in batches, and returns the number of deleted files. */
  async function removeWhere(condition: string, ...values: string[]): Promise<number> {
    let count = 0;
    const next = () => select(condition, ...values);
    for (let files = await next(); files.length > 0; files = await next()) {
      await remove(files);
      count += files.length;
    }
    return count;
  }

  /**
   * Finishes the bucket uploads of the files that are older than a time. Records the files that the bucket contains.
   * Deletes the remaining files.
   */
  async function finishBucketUploads(source: Bucket, until: string): Promise<void> {
    const failures = new Map<string, unknown>();
    const next = () =>
      select(`files.in_bucket and ${UNFINISHED} and files.key <> all ($3::text[])`, until, [...failures.keys()]);
    const finish = async (file: StoredFile): Promise<void> => {
      if ((await recordBucketUpload(source, rowsOf(file.workspaceId), file, null)) === null) await remove([file]);
    };
    for (let files = await next(); files.length > 0 && failures.size < MAX_FAILURES; files = await next()) {
      await Promise.all(files.map((file) => finish(file).catch((error) => failures.set(file.key, error))));
    }
    for (const error of failures.values()) throw error;
  }

  return {
    removeUser: (userId) => removeWhere("files.user_id = $2::text", userId),
    moveWorkspace: (workspaceId, to, runStatement) =>
      rowsOf(workspaceId, runStatement).moveTo(to.workspaceId, to.userId),
    async removeAll() {
      for (const condition of ["files.in_bucket", "true"]) await removeWhere(condition);
    },
    async deleteUnfinishedUploads() {
      const until = new Date(now() - UNFINISHED_MS).toISOString();
      await removeWhere(`not files.in_bucket and ${UNFINISHED}`, until);
      if (bucket !== null) await finishBucketUploads(bucket, until);
    },
  };
}

interface StoredFile {
  readonly workspaceId: string;
  readonly key: string;
  readonly inBucket: boolean;
  readonly maxBytes: number;
}
