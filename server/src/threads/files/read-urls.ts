import type { WorkspaceScope } from "../thread-scope.ts";
import type { AttachmentDependencies } from "./attachment-dependencies.ts";
import { presignUploaded } from "./bucket-uploads.ts";
import type { FileGrants } from "./file-grants.ts";
import { createFileRows, type FileRow } from "./file-rows.ts";
import type { FileUrls } from "./file-urls.ts";
import { readExpiry } from "./url-lifetime.ts";

/** Signs the read URLs of files. */
export interface ReadUrls {
  /**
   * Returns a map from keys to signed URLs. Omits a key if the workspace has no uploaded file with this key.
   *
   * @param onFault receives the error if a file's URL cannot be signed. If `onFault` returns, the map omits the file.
   *   If `onFault` throws, `sign` rejects with the thrown error.
   */
  sign(
    scope: WorkspaceScope,
    keys: readonly string[],
    onFault: (error: unknown) => void,
  ): Promise<ReadonlyMap<string, string>>;
}

/** Creates the {@link ReadUrls} of a project. */
export function createReadUrls(dependencies: AttachmentDependencies, grants: FileGrants, urls: FileUrls): ReadUrls {
  const { run, bucket, now } = dependencies;

  return {
    async sign(scope, keys, onFault) {
      const rows = createFileRows(run, scope, dependencies);
      const { workspaceId } = scope;
      const signed = new Map<string, string>();
      const signOne = async (file: FileRow): Promise<void> => {
        const { key, inBucket } = file;
        const url = inBucket
          ? await presignUploaded(bucket, rows, file)
          : urls.storedUrl(key) + grants.signRead(workspaceId, key, readExpiry(now()));
        if (url !== null) signed.set(key, url);
      };
      await Promise.all((await rows.find(keys)).map((file) => signOne(file).catch(onFault)));
      return signed;
    },
  };
}
