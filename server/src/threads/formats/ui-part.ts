import { isJsonObject, type JsonObject, pick } from "./json-object.ts";
import { toUiFile } from "./ui-file.ts";
import { toUiTool } from "./ui-tool.ts";
import type { UiVersion } from "./ui-version.ts";

/**
 * Converts one part of an `aui/v0` message to a part of an AI SDK message.
 *
 * @param contentType the media type of the part's attachment. Default: none.
 * @returns one part, or an empty array if a required field is missing
 */
export function toUiPart(part: JsonObject, version: UiVersion, contentType?: string): JsonObject[] {
  const { type } = part;
  if (typeof type !== "string") return [];
  switch (type) {
    case "text":
      return typeof part["text"] === "string" ? [{ type, text: part["text"], ...providerMetadata(part) }] : [];
    case "reasoning":
      return reasoning(part);
    case "source":
      return source(part);
    case "tool-call":
      return toUiTool(part, version);
    case "image":
    case "audio":
    case "file":
      return toUiFile(part, contentType);
    case "data":
      return typeof part["name"] === "string" ? [data(part["name"], part, part["data"])] : [];
    case "generative-ui":
      return [data(type, part, part["spec"])];
    default:
      return type.startsWith("data-") ? [data(type.slice(5), part, part["data"])] : [unknownPart(type, part)];
  }
}

/** Returns an object with the part's field `providerMetadata`; an empty object if that field is not an object. */
export function providerMetadata(part: JsonObject): JsonObject {
  const value = part["providerMetadata"];
  return isJsonObject(value) ? { providerMetadata: value } : {};
}

function reasoning(part: JsonObject): JsonObject[] {
  const { text, unstable_summary: summary } = part;
  const shown = [text, summary].filter((value) => typeof value === "string");
  if (shown.length === 0) return [];
  const written = shown.find((value) => value.trim() !== "") ?? "";
  return [{ type: "reasoning", text: written, ...providerMetadata(part) }];
}

function source(part: JsonObject): JsonObject[] {
  const { id, sourceType, url, title, mediaType } = part;
  if (typeof id !== "string") return [];
  if (sourceType === "url" && typeof url === "string") {
    return [{ type: "source-url", sourceId: id, url, ...pick(part, ["title"]), ...providerMetadata(part) }];
  }
  if (sourceType !== "document" || typeof title !== "string" || typeof mediaType !== "string") return [];
  const more = { ...pick(part, ["filename"]), ...providerMetadata(part) };
  return [{ type: "source-document", sourceId: id, title, mediaType, ...more }];
}

const data = (name: string, part: JsonObject, value: unknown): JsonObject => ({
  type: `data-${name}`,
  ...(typeof part["id"] === "string" ? { id: part["id"] } : {}),
  data: value ?? null,
});

function unknownPart(type: string, { type: _, ...rest }: JsonObject): JsonObject {
  return { type: `data-${type}`, data: rest };
}
