import type { AttachmentParts } from "./attachment-parts.ts";
import { presignUploaded } from "./bucket-uploads.ts";
import { createFileBytes, type FileBytes } from "./file-bytes.ts";
import { createFileGrants, type FileGrant } from "./file-grants.ts";
import { isFileKey } from "./file-key.ts";
import { createFileRows } from "./file-rows.ts";

/** What a signed URL gives access to. */
export interface FileAccess {
  readonly grant: FileGrant;
  /** The files of the grant's workspace. */
  readonly bytes: FileBytes;
  /** Returns the URL by which the file is read from the bucket; null when it is not there. */
  findInBucket(): Promise<string | null>;
}

/** Why a signed URL is refused: the code of the refusal. */
export type AccessFault = "file_url_invalid" | "file_url_expired";

/** Checks the signature of a request for a file's bytes, the only credential that it has. Nothing is read from the database. */
export type OpenFileAccess = (method: FileGrant["method"], url: URL) => FileAccess | AccessFault;

/** Creates the check of a project's signed URLs. The key is the end of the path, wherever the routes are mounted. */
export function createFileAccess(parts: AttachmentParts): OpenFileAccess {
  const { run, projectId, secret, previousSecret, bucket, now } = parts;
  const grants = createFileGrants(projectId, secret, previousSecret);
  return (method, url) => {
    const key = /\/(attachments\/[^/]+\/[^/]+)$/.exec(url.pathname)?.[1] ?? "";
    const grant = isFileKey(key, projectId) ? grants.read(method, key, url.search) : null;
    if (grant === null) return "file_url_invalid";
    if (grant.expires * 1000 <= now()) return "file_url_expired";
    const scope = { projectId, workspaceId: grant.workspaceId };
    return {
      grant,
      bytes: createFileBytes(run, scope, parts),
      async findInBucket() {
        if (bucket === null) return null;
        const rows = createFileRows(run, scope, parts);
        const [file] = await rows.find([key]);
        return file?.inBucket === true ? presignUploaded(bucket, rows, file) : null;
      },
    };
  };
}
