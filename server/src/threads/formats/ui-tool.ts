import { isJsonObject, type JsonObject } from "./json-object.ts";
import type { UiVersion } from "./ui-version.ts";

/**
 * Converts a tool call of `aui/v0` to a part of an AI SDK message. Returns one part, or an empty array if the call has
 * no id or name.
 */
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

/**
 * Returns the arguments of a tool call. If `args` is not an object, parses the JSON text `argsText`. Returns an empty
 * object if that text is missing, incomplete or not a JSON object.
 */
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

/**
 * Returns the state of a tool call. An error takes precedence over a result. If `result` is undefined, the call has no
 * result yet; null is a valid result.
 */
function outcome(part: JsonObject): JsonObject {
  if (part["isError"] === true) return { state: "output-error", errorText: errorText(part["result"]) };
  if (part["result"] === undefined) return { state: "input-available" };
  return { state: "output-available", output: part["result"] };
}

/** Returns the state of a tool call for AI SDK 6. Version 6 adds approvals and separate output for the model. */
function approvedOutcome(part: JsonObject): JsonObject {
  const approval = isJsonObject(part["approval"]) ? part["approval"] : {};
  const { approved } = approval;
  const toolState = outcome(part);
  if (typeof approval["id"] !== "string" || (approved !== undefined && typeof approved !== "boolean")) {
    return { ...toolState, ...modelOutput(part, toolState) };
  }
  if (toolState["state"] === "input-available") {
    if (approved !== undefined) return { state: "approval-responded", approval };
    const { reason: _, ...request } = approval;
    return { state: "approval-requested", approval: request };
  }
  if (toolState["state"] === "output-error" && approved === false) return { state: "output-denied", approval };
  return { ...toolState, ...modelOutput(part, toolState), ...(approved === true ? { approval } : {}) };
}

function modelOutput({ modelContent, isPreliminary }: JsonObject, toolState: JsonObject): JsonObject {
  if (toolState["state"] !== "output-available") return {};
  return {
    ...(isPreliminary === true ? { preliminary: true } : {}),
    // assistant-ui's runtime for the AI SDK stores the result and the output for the model in one field, wrapped in
    // this object.
    ...(Array.isArray(modelContent)
      ? { output: { __aui_modelContent: modelContent, value: toolState["output"] } }
      : {}),
  };
}

/**
 * Returns the error of a failed tool call as text. The text is never empty, because model providers reject empty text.
 */
function errorText(result: unknown): string {
  const error = isJsonObject(result) && Object.keys(result).length === 1 ? result["error"] : undefined;
  const said = typeof error === "string" ? error : result;
  const text = typeof said === "string" ? said : JSON.stringify(said ?? "");
  return text.trim() === "" || text === '""' ? "The tool call failed." : text;
}
