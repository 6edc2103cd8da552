import type { AttachmentDependencies } from "./attachment-dependencies.ts";
import type { ReadMethod } from "./bucket.ts";
import { presignUploaded } from "./bucket-uploads.ts";
import { createFileBytes, type FileBytes } from "./file-bytes.ts";
import { createFileGrants, type FileGrant } from "./file-grants.ts";
import { isFileKey } from "./file-key.ts";
import { createFileRows } from "./file-rows.ts";

/** The access that a signed URL grants to one file. */
export interface FileAccess {
  readonly grant: FileGrant;
  /** Reads and writes the bytes of one workspace's files. `grant` contains the id of the workspace. */
  readonly bytes: FileBytes;
  /**
   * Returns a signed URL of the file in the bucket. The URL permits only requests of the given method. Returns null if
   * the bucket does not contain the file.
   */
  findInBucket(method: ReadMethod): Promise<string | null>;
}

/** The refusal code of a rejected signed URL. */
export type FileAccessRefusalCode = "file_url_invalid" | "file_url_expired";

/**
 * Verifies the signed URL of a request for a file's bytes. Returns the granted access, or the refusal code. The
 * signature is the request's only credential. Does not query the database.
 */
export type OpenFileAccess = (method: FileGrant["method"], url: URL) => FileAccess | FileAccessRefusalCode;

/**
 * Creates the function that verifies a project's signed URLs. The function reads the file's key from the end of the
 * path, so the file routes may have any path prefix.
 */
export function createFileAccess(dependencies: AttachmentDependencies): OpenFileAccess {
  const { run, projectId, secret, previousSecret, bucket, now } = dependencies;
  const grants = createFileGrants(projectId, secret, previousSecret);
  return (method, url) => {
    const key = /\/(attachments\/[^/]+\/[^/]+)$/.exec(url.pathname)?.[1] ?? "";
    const grant = isFileKey(key, projectId) ? grants.verify(method, key, url.search) : null;
    if (grant === null) return "file_url_invalid";
    if (grant.expires * 1000 <= now()) return "file_url_expired";
    const scope = { projectId, workspaceId: grant.workspaceId };
    return {
      grant,
      bytes: createFileBytes(run, scope, dependencies),
      async findInBucket(readMethod) {
        if (bucket === null) return null;
        const rows = createFileRows(run, scope, dependencies);
        const [file] = await rows.find([key]);
        return file?.inBucket === true ? presignUploaded(bucket, rows, file, readMethod) : null;
      },
    };
  };
}
