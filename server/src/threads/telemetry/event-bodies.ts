import { z } from "zod";
import { USER_EVENT_KINDS } from "../../events/user-event-kind.ts";
import { isJsonObject, type JsonObject } from "../formats/json-object.ts";
import { storableText } from "../thread-bodies.ts";

const MAX_PROPS_BYTES = 1024;

const id = storableText(1, 48).optional();

const props = z
  .custom<JsonObject>(
    isProps,
    "must be an object of texts of at most 256 characters, numbers and booleans, together at most 1024 bytes",
  )
  .meta({ type: "object", additionalProperties: { type: ["string", "number", "boolean"] } });

function isProps(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const areEntriesValid = Object.entries(value).every(
    ([key, each]) =>
      key.length >= 1 &&
      key.length <= 64 &&
      (typeof each === "string" ? each.length <= 256 : Number.isFinite(each) || typeof each === "boolean"),
  );
  return areEntriesValid && Buffer.byteLength(JSON.stringify(value)) <= MAX_PROPS_BYTES;
}

/** The body of `POST /v1/events`; unknown keys are accepted. */
export const eventsBody = z
  .object({
    events: z
      .array(
        z.object({
          kind: z.enum(USER_EVENT_KINDS),
          thread_id: id,
          message_id: id,
          run_id: id,
          value: z.int().min(0).max(2_147_483_647).optional(),
          props: props.optional(),
        }),
      )
      .min(1)
      .max(50),
  })
  .transform(({ events }) => events.map(({ kind, thread_id }) => ({ kind, threadId: thread_id ?? null })));

/** Reported events, reduced to the fields that are counted. */
export type ReportedEvents = z.output<typeof eventsBody>;
