import { TitleModelError } from "./title-model-error.ts";

/**
 * The maximum size of a model's response, in bytes. It is enough for a title and for the reasoning that a model may
 * stream before the title.
 */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Parses server-sent events and yields the data of each event.
 *
 * @throws TitleModelError `too_long` after 4 MiB
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest = "";
  let data: string[] = [];
  try {
    while (true) {
      const { done, value } = await reader.read();
      bytes += value?.byteLength ?? 0;
      if (bytes > MAX_BYTES) throw new TitleModelError("too_long");
      rest += done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true });
      // A carriage return at the end of a chunk may be the first half of a CRLF, so the pattern does not match it
      // there.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data:")) data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
        if (line !== "" || data.length === 0) continue;
        yield data.join("\n");
        data = [];
      }
      if (done) return;
    }
  } finally {
    // The model may continue to send after this function stops reading, so the response is canceled.
    await reader.cancel().catch(() => {});
  }
}
