import { z } from "zod";
import { isStorable, storableText } from "./thread-bodies.ts";
import { writeJson } from "./write-json.ts";

/** The maximum length of a message's content, in characters of its JSON. */
export const MAX_CONTENT_LENGTH = 1_048_576;

/**
 * The content of a message as JSON text, and the `role` in it. The server stores a message without reading any other
 * field.
 */
export interface MessageContent {
  readonly json: string;
  readonly role: string | null;
}

const content = z
  .custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), "must be an object")
  .meta({ type: "object" })
  .transform((value, context): MessageContent => {
    const json = writeJson(value);
    if (json === null) {
      context.addIssue({ code: "custom", message: "is nested too deeply; keep it below 1000 levels" });
      return { json: "{}", role: null };
    }
    if (json.length > MAX_CONTENT_LENGTH) {
      context.addIssue({ code: "custom", message: `must have at most ${MAX_CONTENT_LENGTH} characters of JSON` });
    }
    return { json, role: roleOf(value) };
  });

/** Returns the role in a message's content; null if the role is missing or is not text that PostgreSQL can store. */
export function roleOf(content: object): string | null {
  const role = "role" in content && Object.hasOwn(content, "role") ? content.role : null;
  return typeof role === "string" && isStorable(role) ? role : null;
}

/** The body of `POST /v1/threads/:thread/messages`. */
export const messageCreateBody = z
  .strictObject({
    parent_id: storableText(0, 255).nullable(),
    format: storableText(1, 255),
    content,
    external_id: storableText(1, 255).optional(),
    parent_external_id: storableText(1, 255).optional(),
    open_run: z.literal(true).optional(),
    lease_id: storableText(1, 255).optional(),
  })
  .transform(({ parent_id, external_id, parent_external_id, open_run, lease_id, ...rest }) => ({
    ...rest,
    // Ids of stored messages begin with `msg_`. Any other parent id is local to the client, so the message becomes a
    // root.
    parentId: parent_id?.startsWith("msg_") === true ? parent_id : null,
    parentExternalId: parent_external_id ?? null,
    externalId: external_id ?? null,
    openRun: open_run === true,
    leaseId: lease_id ?? null,
  }));

export type NewMessage = z.output<typeof messageCreateBody>;

/** The body of `PUT /v1/threads/:thread/messages/:message`. */
export const messageUpdateBody = z
  .strictObject({ content, lease_id: storableText(1, 255).optional() })
  .transform(({ lease_id, ...rest }) => ({ ...rest, leaseId: lease_id ?? null }));

export type MessageChanges = z.output<typeof messageUpdateBody>;

/** The query of `GET /v1/threads/:thread/messages`. */
export const messageListQuery = z.object({
  format: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  after: storableText(1, 255).optional(),
});

/** The options that select a page of messages. */
export type MessageQuery = z.output<typeof messageListQuery>;

/** The body of `DELETE /v1/threads/:thread/messages`. */
export const messageDeleteBody = z
  .strictObject({ message_ids: z.array(storableText(1, 255)).min(1).max(200) })
  .transform(({ message_ids }) => message_ids);

/** The body of `POST …/runs/:lease/end`. The default reason is `done`. */
export const runEndBody = z.object({ reason: z.enum(["done", "cancelled", "error"]).default("done") });
