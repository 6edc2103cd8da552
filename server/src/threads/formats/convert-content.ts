import { isJsonObject, type JsonObject } from "./json-object.ts";
import { toThreadMessage } from "./thread-message.ts";
import { toUiMessage } from "./ui-message.ts";

/** A message's content as JSON text, and its format, such as `aui/v0` or `ai-sdk/v6`. */
export interface FormattedContent {
  readonly format: string;
  readonly content: string;
}

type Conversion = (message: JsonObject) => object | null;

/**
 * The conversions of stored content, keyed by requested format, then by stored format. For any other pair of formats,
 * the content is returned as stored.
 */
const conversions: ReadonlyMap<string, ReadonlyMap<string, Conversion>> = new Map([
  [
    "ai-sdk/v6",
    new Map<string, Conversion>([
      ["aui/v0", (message) => toUiMessage(message, "ai-sdk/v6")],
      ["ai-sdk/v5", readUiMessage],
    ]),
  ],
  ["ai-sdk/v5", new Map<string, Conversion>([["aui/v0", (message) => toUiMessage(message, "ai-sdk/v5")]])],
  [
    "aui/v0",
    new Map<string, Conversion>([
      ["ai-sdk/v6", toThreadMessage],
      ["ai-sdk/v5", toThreadMessage],
    ]),
  ],
]);

/**
 * Converts stored content to the requested format. Parses the text only if a conversion is needed.
 *
 * @param requested the requested format; undefined to keep the stored format
 * @returns the converted content; null if the conversion fails. Returns `stored` unchanged if it has the requested
 *   format, or if {@link conversions} has no entry for the two formats.
 */
export function convertContent<Stored extends FormattedContent>(
  stored: Stored,
  requested: string | undefined,
): Stored | null {
  const convert = requested === undefined ? undefined : conversions.get(requested)?.get(stored.format);
  if (requested === undefined || convert === undefined) return stored;
  try {
    const message: unknown = JSON.parse(stored.content);
    const converted = isJsonObject(message) ? convert(message) : null;
    return converted === null ? null : { ...stored, format: requested, content: JSON.stringify(converted) };
  } catch {
    // The content is nested too deeply for `JSON.stringify`.
    return null;
  }
}

/**
 * Returns a message of AI SDK 5 unchanged, because version 6 accepts all parts and tool states of version 5. Returns
 * null if the value is not a message.
 */
function readUiMessage(message: JsonObject): object | null {
  return typeof message["role"] === "string" && Array.isArray(message["parts"]) ? message : null;
}
