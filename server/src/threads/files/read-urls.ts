import type { WorkspaceScope } from "../thread-scope.ts";
import type { AttachmentParts } from "./attachment-parts.ts";
import { recordBucketUpload } from "./bucket-uploads.ts";
import type { FileGrants } from "./file-grants.ts";
import { createFileRows, type FileRow, type FileRows } from "./file-rows.ts";
import type { FileUrls } from "./file-urls.ts";
import { serveFile } from "./served-file.ts";
import { readExpiry } from "./url-lifetime.ts";

/** Signs read URLs of files. */
export interface ReadUrls {
  /**
   * Returns the signed URLs of those keys that are files of the workspace.
   *
   * @param onFault receives the fault of a bucket; unless it throws, that file is left out
   */
  sign(
    scope: WorkspaceScope,
    keys: readonly string[],
    onFault: (error: unknown) => void,
  ): Promise<ReadonlyMap<string, string>>;
}

/** Creates the {@link ReadUrls} of a project. */
export function createReadUrls(parts: AttachmentParts, grants: FileGrants, urls: FileUrls): ReadUrls {
  const { run, bucket, now } = parts;

  async function signInBucket(rows: FileRows, file: FileRow): Promise<string | null> {
    if (bucket === null) return null;
    const contentType = file.recordedType ?? (await recordBucketUpload(bucket, rows, file));
    return contentType === null ? null : bucket.presignRead(file.key, serveFile(contentType, file.filename));
  }

  return {
    async sign(scope, keys, onFault) {
      const rows = createFileRows(run, scope, parts);
      const { workspaceId } = scope;
      const signed = new Map<string, string>();
      const signOne = async (file: FileRow): Promise<void> => {
        const { key, inBucket } = file;
        const grant = { method: "GET", workspaceId, key, expires: readExpiry(now()), limit: 0, type: null } as const;
        const url = inBucket ? await signInBucket(rows, file) : urls.publicUrl(key) + grants.sign(grant);
        if (url !== null) signed.set(key, url);
      };
      await Promise.all((await rows.find(keys)).map((file) => signOne(file).catch(onFault)));
      return signed;
    },
  };
}
