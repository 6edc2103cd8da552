import { Refusal } from "../../base/refusal.ts";
import { answerOf } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import type { FileAccess } from "../../threads/files/file-access.ts";
import { chunkOf, type FileBytes, type OpenedFile } from "../../threads/files/file-bytes.ts";
import { serveFile } from "../../threads/files/served-file.ts";
import { type ByteRange, readByteRange, resolveRange } from "./byte-range.ts";

/** Headers that prevent an uploaded file from acting as a page of this origin, because any user can upload files. */
const UNTRUSTED: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "sandbox; default-src 'none'",
  // Apps on other origins display files as images, and the signature already restricts access.
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Referrer-Policy": "no-referrer",
};

/** A chunk number that no chunk has. A query for this number reads the file's row but no bytes. */
const NO_CHUNK = -1;
const BEYOND_EVERY_FILE = 2 ** 31;

/**
 * Responds to a `GET` request with a file or one range of the file. Responds to a `HEAD` request with the headers only.
 * Redirects either request to the bucket if the bucket contains the file.
 *
 * @param now the current time, in milliseconds since the epoch
 * @param corsHeaders the CORS headers of the response
 * @throws `attachment_not_found` if neither the database nor the bucket contains the file
 */
export async function sendFile(
  { method, headers }: Request,
  access: FileAccess,
  now: number,
  corsHeaders: Readonly<Record<string, string>>,
): Promise<Response> {
  const { grant, bytes } = access;
  const isHead = method === "HEAD";
  const asked = isHead ? null : readByteRange(headers.get("Range"));
  const file = await bytes.open(grant.key, isHead ? NO_CHUNK : firstChunk(asked));
  if (file === null) return redirect(await access.findInBucket(isHead ? "HEAD" : "GET"), corsHeaders);
  const etag = `"${file.uploadId}"`;
  const { contentType, contentDisposition } = serveFile(file.contentType, file.filename);
  const described = {
    ...corsHeaders,
    ...UNTRUSTED,
    "Content-Type": contentType,
    "Content-Disposition": contentDisposition,
    "Accept-Ranges": "bytes",
    ETag: etag,
    // A file never changes, so it may be cached until its URL expires.
    "Cache-Control": `private, max-age=${grant.expires - Math.ceil(now / 1000)}`,
  };
  if (isListed(headers.get("If-None-Match"), etag)) return new Response(null, { status: 304, headers: described });
  const ifRange = headers.get("If-Range") ?? etag;
  const isPartial = asked !== null && ifRange === etag;
  const range = isPartial ? resolveRange(asked, file.size) : { start: 0, end: file.size };
  if (range === null) {
    return refuse(answerOf("range_not_satisfiable"), { ...corsHeaders, "Content-Range": `bytes */${file.size}` });
  }
  const { start, end } = range;
  return new Response(isHead ? null : await readBody(bytes, file, start, end), {
    status: isPartial ? 206 : 200,
    headers: {
      ...described,
      "Content-Length": String(end - start),
      ...(isPartial ? { "Content-Range": `bytes ${start}-${end - 1}/${file.size}` } : {}),
    },
  });
}

function redirect(url: string | null, corsHeaders: Readonly<Record<string, string>>): Response {
  if (url === null) throw new Refusal("attachment_not_found");
  // The bucket's URL is valid for at least 14 minutes, so a cached redirect still works.
  const headers = {
    ...corsHeaders,
    Location: url,
    "Cache-Control": "private, max-age=60",
    "Referrer-Policy": "no-referrer",
  };
  return new Response(null, { status: 307, headers });
}

/**
 * Returns the number of the chunk that the first query reads together with the file's row. For a suffix range, such as
 * the last 500 bytes, returns {@link NO_CHUNK}. The position of such a range depends on the file's size, which is in
 * the row.
 */
function firstChunk(range: ByteRange | null): number {
  if (range === null) return 0;
  return range.suffix === undefined ? chunkOf(Math.min(range.first, BEYOND_EVERY_FILE)) : NO_CHUNK;
}

const isListed = (header: string | null, etag: string): boolean =>
  (header ?? "").split(",").some((each) => ["*", etag, `W/${etag}`].includes(each.trim()));

/**
 * Returns the body for a range. A range within one chunk is returned as bytes. A longer range is returned as a stream
 * that reads each chunk on demand.
 */
async function readBody(bytes: FileBytes, file: OpenedFile, start: number, end: number): Promise<BodyInit> {
  const pieces = bytes.read(file, start, end);
  if (chunkOf(start) === chunkOf(Math.max(start, end - 1))) {
    const { value } = await pieces.next();
    return (value ?? new Uint8Array()) as Uint8Array<ArrayBuffer>;
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
