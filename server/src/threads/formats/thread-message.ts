import { isJsonObject, type JsonObject, pick } from "./json-object.ts";
import { ASSISTANT_UI_KEYS } from "./ui-metadata.ts";
import { providerMetadata } from "./ui-part.ts";

/**
 * Converts a message of the AI SDK to a message of `aui/v0`, assistant-ui's own format. Other runtimes of assistant-ui
 * can then read chats that `useChatRuntime` wrote.
 *
 * @returns null if the value is not a message of the AI SDK, or is a system message without exactly one text part
 */
export function toThreadMessage({ role, parts, metadata }: JsonObject): JsonObject | null {
  if ((role !== "user" && role !== "assistant" && role !== "system") || !Array.isArray(parts)) return null;
  const content = parts.flatMap((part: unknown) => (isJsonObject(part) ? toThreadPart(part, role) : []));
  if (role === "system" && content.length !== 1) return null;
  return {
    role,
    content,
    ...(role === "assistant" ? { status: { type: "complete", reason: "unknown" } } : {}),
    metadata: toThreadMetadata(isJsonObject(metadata) ? metadata : {}, role),
  };
}

function toThreadPart(part: JsonObject, role: string): JsonObject[] {
  const { type, text } = part;
  if (type === "text") return typeof text === "string" ? [{ type, text, ...providerMetadata(part) }] : [];
  if (role === "system" || typeof type !== "string") return [];
  if (type === "file") return file(part);
  if (type.startsWith("data-")) return [{ type: "data", name: type.slice(5), data: part["data"] ?? null }];
  return role === "assistant" ? toAssistantPart(type, part) : [];
}

/** Converts a part that only assistant messages can have. Drops invisible parts, such as `step-start`. */
function toAssistantPart(type: string, part: JsonObject): JsonObject[] {
  if (type === "reasoning") return typeof part["text"] === "string" ? [{ type, text: part["text"] }] : [];
  if (type === "source-url" || type === "source-document") {
    const sourceType = type === "source-url" ? "url" : "document";
    const kept = pick(part, ["url", "title", "mediaType", "filename"]);
    return [{ type: "source", sourceType, id: part["sourceId"], ...kept, ...providerMetadata(part) }];
  }
  const toolName = type === "dynamic-tool" ? part["toolName"] : /^tool-(.+)$/s.exec(type)?.[1];
  return typeof toolName === "string" && typeof part["toolCallId"] === "string" ? [toolCall(toolName, part)] : [];
}

function toolCall(toolName: string, { toolCallId, input, ...part }: JsonObject): JsonObject {
  const args = isJsonObject(input) ? input : {};
  return { type: "tool-call", toolCallId, toolName, args, argsText: JSON.stringify(args), ...outcome(part) };
}

function outcome({ state, output, errorText, approval }: JsonObject): JsonObject {
  if (state === "output-available") return { result: isEnvelope(output) ? output["value"] : (output ?? null) };
  if (state === "output-error") return { result: { error: String(errorText) }, isError: true };
  if (state !== "output-denied") return {};
  const reason = isJsonObject(approval) && approval["reason"];
  return { result: { error: reason || "Tool approval denied" }, isError: true };
}

const isEnvelope = (output: unknown): output is JsonObject => isJsonObject(output) && "__aui_modelContent" in output;

function file(part: JsonObject): JsonObject[] {
  const { url, mediaType } = part;
  if (typeof url !== "string" || typeof mediaType !== "string") return [];
  const named = pick(part, ["filename"]);
  return [
    mediaType.startsWith("image/")
      ? { type: "image", image: url, ...named }
      : { type: "file", data: url, mimeType: mediaType, ...named },
  ];
}

/**
 * Returns the metadata with assistant-ui's own keys at the top level and the app's keys below `custom`. Omits keys that
 * start with `__aui_`. Includes `steps` only for an assistant message.
 */
function toThreadMetadata({ custom, ...metadata }: JsonObject, role: string): JsonObject {
  const entries = Object.entries(metadata);
  const assistantUiEntries = entries.filter(
    ([key]) => ASSISTANT_UI_KEYS.has(key) && (key !== "steps" || role === "assistant"),
  );
  const appEntries = entries.filter(([key]) => !ASSISTANT_UI_KEYS.has(key) && !key.startsWith("__aui_"));
  return {
    ...Object.fromEntries(assistantUiEntries),
    custom: { ...Object.fromEntries(appEntries), ...(isJsonObject(custom) ? custom : {}) },
  };
}
