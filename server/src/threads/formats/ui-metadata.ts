import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { UiVersion } from "./ui-version.ts";

/** What assistant-ui reads from the top level of an AI SDK message's metadata; every other key belongs to the app. */
export const OWN_KEYS = new Set([
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
 * Collects an AI SDK message's metadata from an `aui/v0` message: its own, the app's (`custom`), which version 6 spreads, and
 * what its tool calls keep separately. Null without metadata.
 */
export function toUiMetadata({ role, content, ...rest }: JsonObject, version: UiVersion): JsonObject | null {
  const metadata = isJsonObject(rest["metadata"]) ? rest["metadata"] : {};
  const custom = isJsonObject(metadata["custom"]) ? metadata["custom"] : {};
  const own = Object.entries(metadata).filter(
    // A reader rejects steps of any role but the assistant's.
    ([key, value]) => key !== "custom" && !isEmpty(value) && (key !== "steps" || role === "assistant"),
  );
  const merged = {
    ...Object.fromEntries(own),
    ...(version === "ai-sdk/v6" ? spread(custom) : Object.keys(custom).length > 0 ? { custom } : {}),
  };
  const result = {
    ...merged,
    ...ofToolCalls(content, "artifact", "__aui_toolArtifacts", merged),
    ...ofToolCalls(content, "unstable_interactions", "__aui_toolInteractions", merged),
  };
  return Object.keys(result).length > 0 ? result : null;
}

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/** A key that assistant-ui would take for its own stays below `custom`, where it looks for the app's too. */
function spread(custom: JsonObject): JsonObject {
  const entries = Object.entries(custom);
  const hidden = entries.filter(([key]) => OWN_KEYS.has(key));
  return {
    ...Object.fromEntries(entries.filter(([key]) => !OWN_KEYS.has(key))),
    ...(hidden.length > 0 ? { custom: Object.fromEntries(hidden) } : {}),
  };
}

/** A field of the tool calls by their ids, under a key that AI SDK messages have it at. */
function ofToolCalls(content: unknown, field: string, key: string, merged: JsonObject): JsonObject {
  const parts = Array.isArray(content) ? content : [];
  const entries = parts.flatMap((part: unknown) => {
    if (!isJsonObject(part) || part["type"] !== "tool-call" || part[field] === undefined) return [];
    return typeof part["toolCallId"] === "string" ? [[part["toolCallId"], part[field]] as const] : [];
  });
  if (entries.length === 0) return {};
  const before = isJsonObject(merged[key]) ? merged[key] : {};
  return { [key]: { ...before, ...Object.fromEntries(entries) } };
}
