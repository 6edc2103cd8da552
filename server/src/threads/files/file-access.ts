import type { AttachmentParts } from "./attachment-parts.ts";
import { createFileBytes, type FileBytes } from "./file-bytes.ts";
import { createFileGrants, type FileGrant } from "./file-grants.ts";
import { isFileKey } from "./file-key.ts";

/** What a signed URL gives access to. */
export interface FileAccess {
  readonly grant: FileGrant;
  /** The files of the grant's workspace. */
  readonly bytes: FileBytes;
}

/** Why a signed URL is refused: the code of the refusal. */
export type AccessFault = "file_url_invalid" | "file_url_expired";

/** Checks the signature of a request for a file's bytes, the only credential that it has. Nothing is read from the database. */
export type OpenFileAccess = (method: FileGrant["method"], url: URL) => FileAccess | AccessFault;

/** Creates the check of a project's signed URLs. The key is the end of the path, wherever the routes are mounted. */
export function createFileAccess({
  run,
  projectId,
  secret,
  previousSecret,
  ...settings
}: AttachmentParts): OpenFileAccess {
  const grants = createFileGrants(projectId, secret, previousSecret);
  return (method, url) => {
    const key = /\/(attachments\/[^/]+\/[^/]+)$/.exec(url.pathname)?.[1] ?? "";
    const grant = isFileKey(key, projectId) ? grants.read(method, key, url.search) : null;
    if (grant === null) return "file_url_invalid";
    if (grant.expires * 1000 <= settings.now()) return "file_url_expired";
    const { workspaceId } = grant;
    return { grant, bytes: createFileBytes(run, { projectId, workspaceId }, settings) };
  };
}
