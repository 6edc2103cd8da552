import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { UiVersion } from "./ui-version.ts";

/** Converts a tool call of `aui/v0`: an array of one, or an empty one when it has no id or name. */
export function toUiTool(part: JsonObject, version: UiVersion): JsonObject[] {
  const { toolCallId, toolName } = part;
  if (typeof toolCallId !== "string" || typeof toolName !== "string") return [];
  const common = {
    type: `tool-${toolName}`,
    ...(version === "ai-sdk/v5" ? { toolName } : {}),
    toolCallId,
    input: inputOf(part),
    ...callMetadata(part),
  };
  return [{ ...common, ...(version === "ai-sdk/v5" ? outcome(part) : approvedOutcome(part)) }];
}

/** The arguments, or the object that their text holds; a text that was cut off holds none. */
function inputOf({ args, argsText }: JsonObject): JsonObject {
  if (isJsonObject(args)) return args;
  if (typeof argsText !== "string") return {};
  try {
    const parsed: unknown = JSON.parse(argsText);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function callMetadata({ providerMetadata, mcp }: JsonObject): JsonObject {
  if (!isJsonObject(providerMetadata) && !isJsonObject(mcp)) return {};
  return { callProviderMetadata: { ...(isJsonObject(mcp) ? { mcp } : {}), ...Object(providerMetadata) } };
}

/** An error wins over a result; every result but an absent one counts. */
function outcome(part: JsonObject): JsonObject {
  if (part["isError"] === true) return { state: "output-error", errorText: errorText(part["result"]) };
  if (part["result"] === undefined) return { state: "input-available" };
  return { state: "output-available", output: part["result"] };
}

/** The outcome in version 6, which knows approvals and what a tool says to the model alone. */
function approvedOutcome(part: JsonObject): JsonObject {
  const approval = isJsonObject(part["approval"]) ? part["approval"] : {};
  const { approved } = approval;
  const reached = outcome(part);
  if (typeof approval["id"] !== "string" || (approved !== undefined && typeof approved !== "boolean")) {
    return { ...reached, ...modelOutput(part, reached) };
  }
  if (reached["state"] === "input-available") {
    if (approved !== undefined) return { state: "approval-responded", approval };
    const { reason: _, ...request } = approval;
    return { state: "approval-requested", approval: request };
  }
  if (reached["state"] === "output-error" && approved === false) return { state: "output-denied", approval };
  return { ...reached, ...modelOutput(part, reached), ...(approved === true ? { approval } : {}) };
}

function modelOutput({ modelContent, isPreliminary }: JsonObject, reached: JsonObject): JsonObject {
  if (reached["state"] !== "output-available") return {};
  return {
    ...(isPreliminary === true ? { preliminary: true } : {}),
    // The envelope in which assistant-ui's runtime for the AI SDK keeps both in one field.
    ...(Array.isArray(modelContent) ? { output: { __aui_modelContent: modelContent, value: reached["output"] } } : {}),
  };
}

/** What a failed call returned, as a text. Model providers reject an empty one. */
function errorText(result: unknown): string {
  const error = isJsonObject(result) && Object.keys(result).length === 1 ? result["error"] : undefined;
  const said = typeof error === "string" ? error : result;
  const text = typeof said === "string" ? said : JSON.stringify(said ?? "");
  return text.trim() === "" || text === '""' ? "The tool call failed." : text;
}
