import { Refusal } from "../../base/refusal.ts";

/** The maximum pause between two pieces of an upload, in milliseconds. */
const IDLE_TIMEOUT_MS = 30_000;

/** The maximum duration of an upload, in milliseconds. */
const UPLOAD_TIMEOUT_MS = 900_000;

/**
 * Yields the bytes of a request's body as they arrive.
 *
 * @param length the expected number of bytes; null if the sender did not declare it
 * @param now the wall clock, in milliseconds since the epoch
 * @throws `upload_timeout` if the sender is too slow; `file_incomplete` if the connection ends before the body is
 *   complete
 */
export async function* readPieces(
  body: ReadableStream<Uint8Array> | null,
  length: number | null,
  now: () => number,
): AsyncGenerator<Uint8Array> {
  const end = now() + UPLOAD_TIMEOUT_MS;
  const reader = body?.getReader();
  let received = 0;
  while (reader !== undefined) {
    const { done, value } = await readInTime(reader);
    if (done) break;
    received += value.length;
    if (now() > end) throw new Refusal("upload_timeout");
    yield value;
  }
  if (length !== null && received !== length) throw new Refusal("file_incomplete");
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal("upload_timeout")), IDLE_TIMEOUT_MS);
  });
  const arrival = reader.read().catch(() => {
    throw new Refusal("file_incomplete");
  });
  try {
    return await Promise.race([arrival, silence]);
  } finally {
    clearTimeout(timer);
  }
}
