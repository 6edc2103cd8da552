import { randomText } from "../../base/random-text.ts";
import { createScopedStatement, type RunStatement } from "../scoped-statements.ts";
import type { WorkspaceScope } from "../thread-scope.ts";
import { abandonUpload, readChunk, readFile, storeChunk } from "./file-statements.ts";

/**
 * The size of every chunk except a file's last chunk, in bytes. It must not change, because stored files depend on it.
 */
const CHUNK_BYTES = 262_144;

/** Returns the number of the chunk that contains the byte at a position of a file. The first chunk has the number 0. */
export const chunkOf = (position: number): number => Math.floor(position / CHUNK_BYTES);

/**
 * How long an upload's lock on the file is valid after the last stored chunk, in milliseconds. This period must be
 * longer than a request's idle timeout.
 */
const SILENT_UPLOAD_MS = 120_000;

/** The refusal code of a rejected upload. */
export type UploadRefusalCode =
  | "attachment_not_found"
  | "file_already_uploaded"
  | "file_upload_under_way"
  | "file_too_large"
  | "quota_exceeded";

/** A file in the database, with the bytes of the requested chunk. */
export interface OpenedFile {
  readonly key: string;
  readonly uploadId: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  /** The bytes of the requested chunk; null if the file has no chunk with that number. */
  readonly chunk: Uint8Array | null;
  readonly seq: number;
}

/** Reads and writes the bytes of one workspace's files in the database. */
export interface FileBytes {
  /**
   * Stores a file from a stream of pieces. Buffers one chunk at a time. Readers see the file only when it is complete.
   * If the upload fails or is rejected, deletes the stored chunks of this upload. Rethrows an error of the stream. A
   * file can be written only once.
   *
   * @returns null, or the refusal code of a rejected upload
   */
  write(key: string, contentType: string, pieces: AsyncIterable<Uint8Array>): Promise<UploadRefusalCode | null>;
  /**
   * Returns a file with the bytes of the chunk that has the given number. Returns null if the database does not contain
   * the complete file.
   */
  open(key: string, chunk: number): Promise<OpenedFile | null>;
  /**
   * Yields the file's bytes from `start` up to but excluding `end`. Loads one chunk at a time. Throws if the file is
   * deleted in the meantime.
   */
  read(file: OpenedFile, start: number, end: number): AsyncGenerator<Uint8Array>;
}

/** Creates the {@link FileBytes} of a workspace. */
export function createFileBytes(
  run: RunStatement,
  scope: WorkspaceScope,
  { now, quotaBytes }: { now: () => number; quotaBytes: number },
): FileBytes {
  const statement = createScopedStatement(run, scope);
  const timestamp = (ago = 0) => new Date(now() - ago).toISOString();

  async function readOne({ key, uploadId, ...opened }: OpenedFile, seq: number): Promise<Uint8Array> {
    if (seq === opened.seq && opened.chunk !== null) return opened.chunk;
    const [row] = await statement(readChunk, key, uploadId, seq);
    if (row === undefined) throw new Error("The file was deleted while it was read.");
    return row["bytes"] as Uint8Array;
  }

  return {
    async write(key, contentType, pieces) {
      const uploadId = randomText(22);
      const store = async ({ seq, bytes, isLast }: Chunk): Promise<UploadRefusalCode | null> => {
        const values = [bytes, timestamp(), quotaBytes, timestamp(SILENT_UPLOAD_MS), contentType, isLast];
        const [row = {}] = await statement(storeChunk, key, uploadId, seq, ...values);
        if (row["stored"] === true) return null;
        if (row["fits"] === null) return faultOf(row["uploaded"]);
        return row["fits"] === true ? "quota_exceeded" : "file_too_large";
      };
      let hasLeftovers = false;
      try {
        for await (const chunk of toChunks(pieces)) {
          hasLeftovers = true;
          const fault = await store(chunk);
          if (fault === null) continue;
          hasLeftovers = chunk.seq > 0;
          return fault;
        }
        hasLeftovers = false;
        return null;
      } finally {
        if (hasLeftovers) await statement(abandonUpload, key, uploadId);
      }
    },

    async open(key, seq) {
      const [row] = await statement(readFile, key, seq);
      if (row === undefined) return null;
      return {
        key,
        uploadId: String(row["upload_id"]),
        filename: String(row["filename"]),
        contentType: String(row["content_type"]),
        size: Number(row["size"]),
        chunk: row["bytes"] as Uint8Array | null,
        seq,
      };
    },

    async *read(file, start, end) {
      for (let seq = chunkOf(start); seq * CHUNK_BYTES < end; seq++) {
        const offset = seq * CHUNK_BYTES;
        const bytes = await readOne(file, seq);
        yield bytes.subarray(Math.max(0, start - offset), Math.min(bytes.length, end - offset));
      }
    },
  };
}

/**
 * Returns the refusal code of an upload that could not lock the file.
 *
 * @param uploaded whether an earlier upload is complete; null if the file is missing or belongs in the bucket
 */
function faultOf(uploaded: unknown): UploadRefusalCode {
  if (uploaded === null) return "attachment_not_found";
  return uploaded === true ? "file_already_uploaded" : "file_upload_under_way";
}

interface Chunk {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * Splits pieces into chunks and marks the last chunk. A full chunk can be the last chunk. The function therefore yields
 * a full chunk only after more bytes arrive or the input ends.
 */
async function* toChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Chunk> {
  const buffer = new Uint8Array(CHUNK_BYTES);
  let seq = 0;
  let length = 0;
  for await (const piece of pieces) {
    let rest = piece;
    while (rest.length > 0) {
      if (length === CHUNK_BYTES) {
        yield { seq: seq++, bytes: buffer, isLast: false };
        length = 0;
      }
      const part = rest.subarray(0, CHUNK_BYTES - length);
      buffer.set(part, length);
      length += part.length;
      rest = rest.subarray(part.length);
    }
  }
  yield { seq, bytes: buffer.subarray(0, length), isLast: true };
}
