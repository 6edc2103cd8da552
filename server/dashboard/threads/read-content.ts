/** A part of a message, converted to text. */
export interface ContentPart {
  /** The label for the kind of part; null for plain text. */
  readonly label: string | null;
  readonly text: string;
}

/** The content of a message, converted to text. */
export interface ReadContent {
  readonly role: string | null;
  readonly parts: readonly ContentPart[];
}

/**
 * The maximum length of a part that is shown as JSON, in characters. A longer part is cut off, for example an image in
 * a data URL. Plain text and reasoning have no maximum length.
 */
const MAX_DETAIL_LENGTH = 4_000;

/**
 * Converts the content of a message to text. In the format `aui/v0`, the field `content` contains the parts. In the
 * format of the AI SDK, the field `parts` contains them. The result contains these parts first and then the
 * attachments. Content of any other format becomes one part.
 *
 * @param json the content as JSON text
 */
export function readContent(json: string): ReadContent {
  const content = parseObject(json);
  if (content === null) return { role: null, parts: [{ label: "Content", text: shorten(json) }] };
  const role = typeof content["role"] === "string" ? content["role"] : null;
  const list = [content["content"], content["parts"]].find(Array.isArray) as unknown[] | undefined;
  if (list === undefined) {
    const text = content["content"];
    return {
      role,
      parts: [typeof text === "string" ? { label: null, text } : { label: "Content", text: formatJson(content) }],
    };
  }
  const attachments = Array.isArray(content["attachments"]) ? (content["attachments"] as unknown[]) : [];
  return { role, parts: [...list.map(readPart), ...attachments.map(readAttachment)] };
}

function readPart(part: unknown): ContentPart {
  const { type, text, toolName } = isObject(part) ? part : {};
  if (type === "text" && typeof text === "string") return { label: null, text };
  if (type === "reasoning" && typeof text === "string") return { label: "Reasoning", text };
  if (type === "tool-call" && typeof toolName === "string")
    return { label: `Tool call: ${toolName}`, text: formatJson(part) };
  if (typeof type !== "string") return { label: "Part", text: formatJson(part) };
  const [, tool] = /^tool-(.+)$/.exec(type) ?? [];
  return { label: tool === undefined ? `Part: ${type}` : `Tool call: ${tool}`, text: formatJson(part) };
}

function readAttachment(attachment: unknown): ContentPart {
  const name = isObject(attachment) ? attachment["name"] : undefined;
  return { label: typeof name === "string" ? `Attachment: ${name}` : "Attachment", text: formatJson(attachment) };
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const formatJson = (value: unknown) => shorten(JSON.stringify(value, null, 2));

function shorten(text: string): string {
  const rest = text.length - MAX_DETAIL_LENGTH;
  return rest <= 0 ? text : `${text.slice(0, MAX_DETAIL_LENGTH)}\n… ${rest} more characters`;
}
