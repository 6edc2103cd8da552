import type { TitleGenerator, TitleModel } from "../../config/title-settings.ts";
import { isJsonObject, type JsonObject } from "../formats/json-object.ts";
import { readEventStream } from "./read-event-stream.ts";
import { TitleModelError } from "./title-model-error.ts";
import { cutText } from "./title-text.ts";

/** The maximum number of characters of the user's text in a request to the model. */
const MAX_TEXT_LENGTH = 8000;

const INSTRUCTIONS =
  "You name conversations. Read the user's message and answer with a title for the conversation it starts: " +
  "at most six words, in the language of the message, without quotation marks or a final period. Do not answer the message.";

/**
 * Creates a title generator for an OpenAI-compatible API of streamed chat completions.
 *
 * The generator sends only parameters that every such API supports. There is no common parameter for a token limit, so
 * the generator stops reading a response that is too long.
 *
 * @param request sends the request. Default: `fetch`.
 */
export function createOpenAiTitles(
  { baseUrl, model, apiKey }: Pick<TitleModel, "baseUrl" | "model" | "apiKey">,
  request: typeof fetch = fetch,
): TitleGenerator {
  const headers = {
    "Content-Type": "application/json",
    Accept: "text/event-stream",
    ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
  };
  return async function* generate({ text, signal }) {
    const messages = [
      { role: "system", content: INSTRUCTIONS },
      { role: "user", content: cutText(text, MAX_TEXT_LENGTH) },
    ];
    const body = JSON.stringify({ model, messages, stream: true });
    let response: Response;
    try {
      response = await request(`${baseUrl}/chat/completions`, {
        method: "POST",
        headers,
        body,
        signal,
        redirect: "error",
      });
    } catch {
      throw new TitleModelError("unreachable");
    }
    yield* readText(await openStream(response));
  };
}

async function openStream(response: Response): Promise<ReadableStream<Uint8Array>> {
  const type = response.headers.get("content-type") ?? "";
  const isStream = /^text\/event-stream\s*(;|$)/i.test(type);
  if (response.ok && isStream && response.body !== null) return response.body;
  await response.body?.cancel().catch(() => {});
  throw response.ok ? new TitleModelError("not_a_stream") : new TitleModelError("status", response.status);
}

async function* readText(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  try {
    for await (const data of readEventStream(body)) {
      if (data === "[DONE]") return;
      const choice = readChoice(data);
      const delta = isJsonObject(choice["delta"]) ? choice["delta"] : {};
      if (typeof delta["content"] === "string") yield delta["content"];
      if (typeof choice["finish_reason"] === "string") return;
    }
  } catch (error) {
    throw error instanceof TitleModelError ? error : new TitleModelError("cut_off");
  }
  throw new TitleModelError("cut_off");
}

/**
 * Returns the first choice of a streamed chunk; an empty object for a chunk with other data, such as token usage.
 *
 * @throws TitleModelError `not_a_stream` if the chunk is not a JSON object; `reported` if it contains an error
 */
function readChoice(data: string): JsonObject {
  let chunk: unknown;
  try {
    chunk = JSON.parse(data);
  } catch {
    throw new TitleModelError("not_a_stream");
  }
  if (!isJsonObject(chunk)) throw new TitleModelError("not_a_stream");
  if (chunk["error"] != null) throw new TitleModelError("reported");
  const choice: unknown = Array.isArray(chunk["choices"]) ? chunk["choices"][0] : undefined;
  return isJsonObject(choice) ? choice : {};
}
