import { z } from "zod";
import type { AuthorityError } from "../../base/authority-error.ts";
import { settingRefusal } from "../../base/setting-refusal.ts";
import { isJsonObject } from "../formats/json-object.ts";
import { MAX_CONTENT_LENGTH, roleOf } from "../message-bodies.ts";
import { momentText, storableText, threadMetadata } from "../thread-bodies.ts";

/** The first line of an export. */
export const HEADER_LINE = '{"type":"header","format":"assistant-cloud-threads","version":1}';

const id = storableText(1, 255);

const header = z.strictObject({
  type: z.literal("header"),
  format: z.literal("assistant-cloud-threads"),
  version: z.literal(1),
});

const thread = z.strictObject({
  type: z.literal("thread"),
  workspace_id: id,
  id,
  user_id: id,
  external_id: id.nullable(),
  title: storableText(1, 255).nullable(),
  is_archived: z.boolean(),
  created_at: momentText,
  updated_at: momentText,
  last_message_at: momentText,
  metadata: threadMetadata,
});

const message = z.strictObject({
  type: z.literal("message"),
  workspace_id: id,
  thread_id: id,
  id,
  user_id: id,
  external_id: id.nullable(),
  parent_id: id.nullable(),
  height: z.int().min(0).max(2_147_483_646),
  format: storableText(1, 255),
  created_at: momentText,
  updated_at: momentText,
});

/** A thread in an export; `metadata` is JSON text. */
export type ThreadRecord = z.output<typeof thread>;
/** A message in an export; `content` is the stored JSON text, unchanged. */
export type MessageRecord = z.output<typeof message> & { readonly role: string | null; readonly content: string };
/** A parsed line of an export. */
export type TransferRecord = z.output<typeof header> | ThreadRecord | MessageRecord;

/** Formats a thread as a line of an export. */
export function writeThreadLine({ metadata, ...thread }: Readonly<Record<string, unknown>>): string {
  return withRaw({ type: "thread", ...thread }, "metadata", metadata);
}

/**
 * Formats a message as a line of an export. The content is the last field. It is not parsed, so it equals the stored
 * text byte for byte.
 */
export function writeMessageLine({ content, ...message }: Readonly<Record<string, unknown>>): string {
  return withRaw({ type: "message", ...message }, "content", content);
}

const withRaw = (record: object, key: string, json: unknown) =>
  `${JSON.stringify(record).slice(0, -1)},"${key}":${json ?? null}}`;

const OWN_MESSAGE = /^\{"type":"message",/;
const CONTENT = ',"content":';
/** The schema of a line that another program may have written, with any order of the fields and any whitespace. */
const anyLine = z.discriminatedUnion("type", [
  header,
  thread,
  message.extend({ content: z.custom<object>(isJsonObject) }),
]);

/**
 * Parses a line of an export. The content of a message that `writeMessageLine` has formatted stays unchanged byte for
 * byte. If another program has formatted the message, its content is formatted again.
 *
 * @param number the line's number, for error messages
 * @throws AuthorityError `invalid_setting` if the line is not part of an export
 */
export function readLine(line: string, number: number): TransferRecord {
  const own = OWN_MESSAGE.test(line) ? readOwnMessage(line) : null;
  if (own !== null) return own;
  const { data, error } = anyLine.safeParse(parseJson(line));
  if (error) throw notAnExport(number, error.issues[0]?.path.join("."));
  if (data.type !== "message") return data;
  const { content, ...rest } = data;
  const json = JSON.stringify(content);
  if (json.length > MAX_CONTENT_LENGTH) throw notAnExport(number, "content");
  return { ...rest, role: roleOf(content), content: json };
}

function readOwnMessage(line: string): MessageRecord | null {
  // The fields before the content are numbers and strings with escaped quotes, so the first match is the key.
  const start = line.indexOf(CONTENT);
  const content = line.slice(start + CONTENT.length, line.lastIndexOf("}"));
  const value = parseJson(content);
  const fields = message.safeParse(parseJson(`${line.slice(0, start)}}`));
  if (!fields.success || !isJsonObject(value) || content.length > MAX_CONTENT_LENGTH) return null;
  return { ...fields.data, role: roleOf(value), content };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notAnExport(number: number, field: string | undefined): AuthorityError {
  const reason = field ? `: \`${field}\` is missing or invalid` : "";
  return invalidLine(number, `is not one of an export of threads${reason}`, "Export the threads again.");
}

/** Creates the error for a line that cannot be imported. */
export function invalidLine(number: number, problem: string, remedy: string): AuthorityError {
  return settingRefusal("option_invalid", { field: `line ${number}`, problem, remedy });
}
