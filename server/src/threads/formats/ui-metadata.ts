import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { UiVersion } from "./ui-version.ts";

/**
 * The keys that assistant-ui reads at the top level of an AI SDK message's metadata. Every other key belongs to the
 * app, unless it starts with `__aui_`.
 */
export const ASSISTANT_UI_KEYS = new Set([
  "unstable_state",
  "unstable_annotations",
  "unstable_data",
  "steps",
  "timing",
  "submittedFeedback",
  "isOptimistic",
  "modality",
  "custom",
]);

/**
 * Converts the metadata of an `aui/v0` message to the metadata of an AI SDK message. Returns null if the result would
 * be empty. The result contains assistant-ui's own keys and the app's `custom` keys. In version 6, the app's keys are
 * at the top level; in version 5, they are below `custom`. Some fields of a tool call, such as `artifact`, do not exist
 * in the parts of an AI SDK message. The result also contains these fields.
 */
export function toUiMetadata({ role, content, ...rest }: JsonObject, version: UiVersion): JsonObject | null {
  const metadata = isJsonObject(rest["metadata"]) ? rest["metadata"] : {};
  const custom = isJsonObject(metadata["custom"]) ? metadata["custom"] : {};
  const own = Object.entries(metadata).filter(
    // Clients accept `steps` only in assistant messages.
    ([key, value]) => key !== "custom" && !isEmpty(value) && (key !== "steps" || role === "assistant"),
  );
  const merged = {
    ...Object.fromEntries(own),
    ...(version === "ai-sdk/v6" ? liftCustomKeys(custom) : Object.keys(custom).length > 0 ? { custom } : {}),
  };
  const result = {
    ...merged,
    ...collectFromToolCalls(content, "artifact", "__aui_toolArtifacts", merged),
    ...collectFromToolCalls(content, "unstable_interactions", "__aui_toolInteractions", merged),
  };
  return Object.keys(result).length > 0 ? result : null;
}

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/**
 * Moves the app's keys to the top level. A key that is one of {@link ASSISTANT_UI_KEYS} stays below `custom`, because
 * assistant-ui reads that key at the top level as its own.
 */
function liftCustomKeys(custom: JsonObject): JsonObject {
  const entries = Object.entries(custom);
  const hidden = entries.filter(([key]) => ASSISTANT_UI_KEYS.has(key));
  return {
    ...Object.fromEntries(entries.filter(([key]) => !ASSISTANT_UI_KEYS.has(key))),
    ...(hidden.length > 0 ? { custom: Object.fromEntries(hidden) } : {}),
  };
}

/**
 * Collects the values of one field from all tool calls. In the result, `key` contains these values, keyed by tool call
 * id. The result is an empty object if no tool call has the field.
 *
 * @param key the name that assistant-ui uses for this field in AI SDK metadata
 * @param merged the metadata so far. If `merged[key]` contains values, the result includes these values.
 */
function collectFromToolCalls(content: unknown, field: string, key: string, merged: JsonObject): JsonObject {
  const parts = Array.isArray(content) ? content : [];
  const entries = parts.flatMap((part: unknown) => {
    if (!isJsonObject(part) || part["type"] !== "tool-call" || part[field] === undefined) return [];
    return typeof part["toolCallId"] === "string" ? [[part["toolCallId"], part[field]] as const] : [];
  });
  if (entries.length === 0) return {};
  const before = isJsonObject(merged[key]) ? merged[key] : {};
  return { [key]: { ...before, ...Object.fromEntries(entries) } };
}
