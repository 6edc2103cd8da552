import { z } from "zod";

/** Returns whether PostgreSQL can store a text unchanged. Such a text contains no NUL and no lone surrogates. */
export const isStorable = (text: string): boolean => !/\0|\p{Cs}/u.test(text);

/**
 * Returns a schema of text that PostgreSQL can store unchanged. `min` and `max` limit the length in code points.
 */
export const storableText = (min: number, max: number) =>
  z.string().min(min).max(max).refine(isStorable, "must not contain NUL or lone surrogates");

/** A schema of ISO 8601 times from the years 1 to 9999. Converts a time to the format of `Date#toISOString()`. */
export const momentText = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => /^(?!0000)\d{4}-/.test(text), "must be in the years 1 to 9999");

const MAX_METADATA_KEYS = 16;
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_LENGTH = 512;

/**
 * A schema that accepts null or an object with string values, and converts the object to JSON text. It uses `z.custom`,
 * because `z.record` would lose the key `__proto__`.
 */
export const threadMetadata = z
  .custom<object>(isMetadata, `must be an object of at most ${MAX_METADATA_KEYS} texts`)
  .meta({
    type: "object",
    maxProperties: MAX_METADATA_KEYS,
    propertyNames: { maxLength: MAX_KEY_LENGTH },
    additionalProperties: { type: "string", maxLength: MAX_VALUE_LENGTH },
  })
  .transform((value) => JSON.stringify(value))
  .nullable();

function isMetadata(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_METADATA_KEYS &&
    entries.every(
      ([key, text]) => key.length <= MAX_KEY_LENGTH && typeof text === "string" && text.length <= MAX_VALUE_LENGTH,
    )
  );
}

const title = storableText(1, 255);

/** The body of `POST /v1/threads`. */
export const threadCreateBody = z
  .strictObject({
    last_message_at: momentText,
    title: title.optional(),
    metadata: threadMetadata.optional(),
    external_id: storableText(1, 255).optional(),
    upsert: z.boolean().optional(),
  })
  .transform(({ last_message_at, external_id, upsert = false, ...rest }) => ({
    ...rest,
    lastMessageAt: last_message_at,
    externalId: external_id,
    upsert,
  }));

/** A thread to create. */
export type ThreadContent = z.output<typeof threadCreateBody>;

/** The body of `PUT /v1/threads/:thread`; omitted fields stay unchanged. */
export const threadUpdateBody = z
  .strictObject({
    title: title.nullable().optional(),
    last_message_at: momentText.optional(),
    metadata: threadMetadata.optional(),
    is_archived: z.boolean().optional(),
  })
  .transform(({ last_message_at, is_archived, ...rest }) => ({
    ...rest,
    lastMessageAt: last_message_at,
    archived: is_archived,
  }));

export type ThreadChanges = z.output<typeof threadUpdateBody>;

/** The query of `GET /v1/threads`. */
export const threadListQuery = z
  .object({
    is_archived: z.enum(["true", "false"]).default("false"),
    external_id: storableText(1, 255).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    after: storableText(1, 255).optional(),
  })
  .transform(({ is_archived, external_id, ...rest }) => ({
    ...rest,
    archived: is_archived === "true",
    externalId: external_id,
  }));

/** The options that select a page of threads. */
export type ThreadQuery = z.output<typeof threadListQuery>;
