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

const MESSAGE = /^\{"type":"message",/;
const CONTENT = ',"content":';

/**
 * Parses a line of an export.
 *
 * @param number the line's number, for error messages
 * @throws AuthorityError `invalid_setting` if the line is not part of an export
 */
export function readLine(line: string, number: number): TransferRecord {
  try {
    if (!MESSAGE.test(line)) return z.union([header, thread]).parse(JSON.parse(line));
    // The fields before the content are numbers and strings with escaped quotes, so the first match is the key.
    const start = line.indexOf(CONTENT);
    const content = line.slice(start + CONTENT.length, line.lastIndexOf("}"));
    return { ...message.parse(JSON.parse(`${line.slice(0, start)}}`)), ...readContent(content) };
  } catch {
    throw invalidLine(number, "is not one of an export of threads", "Export the threads again.");
  }
}

function readContent(content: string): { role: string | null; content: string } {
  const value: unknown = JSON.parse(content);
  if (!isJsonObject(value) || content.length > MAX_CONTENT_LENGTH) throw new TypeError("The content is no message.");
  return { role: roleOf(value), content };
}

/** Creates the error for a line that cannot be imported. */
export function invalidLine(number: number, problem: string, remedy: string): AuthorityError {
  return settingRefusal("option_invalid", { field: `line ${number}`, problem, remedy });
}
