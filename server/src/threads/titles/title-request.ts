import { z } from "zod";
import { isJsonObject } from "../formats/json-object.ts";
import { storableText } from "../thread-bodies.ts";

/** The assistant id in a client's request for a title. */
export const TITLE_ASSISTANT = "system/thread_title";

interface Message {
  readonly role: string;
  readonly content: readonly { readonly type: string; readonly text?: unknown }[];
}

const ROLES: readonly unknown[] = ["user", "assistant", "system"];

/**
 * The schema of a request's messages. It checks only the keys that a title needs, so it accepts the messages of every
 * assistant-ui runtime.
 */
const messages = z
  .custom<readonly Message[]>(
    (value) => Array.isArray(value) && value.every(isMessage),
    "Invalid messages format: each needs a role and a list of typed parts as content",
  )
  .meta({ type: "array", items: { type: "object", required: ["role", "content"] } });

function isMessage(value: unknown): boolean {
  if (!isJsonObject(value) || !ROLES.includes(value["role"])) return false;
  const { content } = value;
  return Array.isArray(content) && content.every((part) => isJsonObject(part) && typeof part["type"] === "string");
}

/**
 * The body of `POST /v1/runs/stream`; unknown keys are accepted. `text` is the text to summarize; null if no user
 * message contains text.
 */
export const titleRequestBody = z
  .object({ thread_id: storableText(1, 255), assistant_id: z.string().max(255), messages })
  .transform(({ thread_id, assistant_id, messages }) => ({
    threadId: thread_id,
    assistantId: assistant_id,
    text: readTitleText(messages),
  }));

/** Returns the text of the first user message that contains text; null if no user message contains text. */
function readTitleText(messages: readonly Message[]): string | null {
  for (const { role, content } of messages) {
    if (role !== "user") continue;
    const texts = content.flatMap(({ type, text }) => (type === "text" && typeof text === "string" ? [text] : []));
    if (texts.some((text) => text.trim() !== "")) return texts.join("");
  }
  return null;
}
