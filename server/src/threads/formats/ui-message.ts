import { isJsonObject, type JsonObject } from "./json-object.ts";
import { toUiMetadata } from "./ui-metadata.ts";
import { toUiPart } from "./ui-part.ts";
import type { UiVersion } from "./ui-version.ts";

/**
 * The types of parts that a user message must not contain. A client that finds such a part in a user message rejects
 * the whole thread.
 */
const ASSISTANT_PARTS = new Set(["reasoning", "source", "tool-call", "generative-ui"]);

/**
 * Converts a message of `aui/v0` to a message of the AI SDK. The result has no id.
 *
 * @returns null if the value is not a message of `aui/v0`, or is a system message without exactly one text part
 */
export function toUiMessage(message: JsonObject, version: UiVersion): JsonObject | null {
  const { role, content } = message;
  if ((role !== "user" && role !== "assistant" && role !== "system") || !Array.isArray(content)) return null;
  const readable = content.filter((part) => isJsonObject(part) && fits(role, part["type"]));
  const parts = readable.flatMap((part: JsonObject) => toUiPart(part, version));
  if (role === "system" && parts.length !== 1) return null;
  if (role === "user") parts.push(...attachedParts(message["attachments"], version));
  const metadata = toUiMetadata(message, version);
  return { role, parts, ...(metadata === null ? {} : { metadata }) };
}

function fits(role: string, type: unknown): boolean {
  if (role === "assistant") return true;
  return role === "system" ? type === "text" : !ASSISTANT_PARTS.has(String(type));
}

/**
 * Converts a user message's attachments to parts, because messages of the AI SDK have no attachments. The `filename` of
 * each file part is the name of its attachment.
 */
function attachedParts(attachments: unknown, version: UiVersion): JsonObject[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.flatMap((attachment: unknown) => {
    if (!isJsonObject(attachment) || !Array.isArray(attachment["content"])) return [];
    const { name, contentType } = attachment;
    return attachment["content"].flatMap((part: unknown) => {
      if (!isJsonObject(part) || !fits("user", part["type"])) return [];
      const named = typeof name === "string" && part["type"] !== "data" ? { ...part, filename: name } : part;
      return toUiPart(named, version, typeof contentType === "string" ? contentType : undefined);
    });
  });
}
