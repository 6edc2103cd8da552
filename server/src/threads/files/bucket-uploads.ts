import type { Bucket, ReadMethod } from "./bucket.ts";
import type { FileRow, FileRows } from "./file-rows.ts";
import { readMediaType, serveFile, UNKNOWN_TYPE } from "./served-file.ts";

/**
 * Looks up a file in the bucket and records the file's size and content type in the database. Browsers upload directly
 * to the bucket, so the server does not see the upload itself. Deletes the file if it is too large, or if it has grown
 * since the last record and exceeds the workspace's quota.
 *
 * @param last the file's provisional record; null after the upload URL has expired. If `last` is null, the new record
 *   is final. If `last` is not null, the new record is provisional too, because a browser can still replace the file.
 *   In this case, the function uses {@link Bucket.findRecent}, and writes the new record only if the record differs
 *   from `last`.
 * @returns the content type; null if nothing was uploaded or the file was deleted
 */
export async function recordBucketUpload(
  bucket: Bucket,
  rows: FileRows,
  { key, maxBytes }: Pick<FileRow, "key" | "maxBytes">,
  last: Pick<FileRow, "size" | "contentType"> | null,
): Promise<string | null> {
  const object = await (last === null ? bucket.find(key) : bucket.findRecent(key));
  if (object === null) return null;
  const { size } = object;
  const contentType = readMediaType(object.contentType) ?? UNKNOWN_TYPE;
  if (size === last?.size && contentType === last.contentType) return contentType;
  if (size <= maxBytes && (await rows.record(key, size, contentType, last === null))) return contentType;
  await bucket.remove(key);
  await rows.remove([key]);
  return null;
}

/**
 * Returns a signed URL to read an uploaded file from the bucket. Returns null if there is no bucket, if nothing was
 * uploaded, or if the file was deleted because it exceeded a limit.
 *
 * @param method the method of the request that the URL permits. Default: `GET`.
 */
export async function presignUploaded(
  bucket: Bucket | null,
  rows: FileRows,
  file: FileRow,
  method: ReadMethod = "GET",
): Promise<string | null> {
  if (bucket === null) return null;
  const contentType = file.recordedType ?? (await recordBucketUpload(bucket, rows, file, file));
  return contentType === null ? null : bucket.presignRead(file.key, serveFile(contentType, file.filename), method);
}
