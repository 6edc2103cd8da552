import { z } from "zod";
import { storableText } from "../thread-bodies.ts";

/** The body of `POST …/messages/:message/feedback`. */
export const feedbackBody = z
  .strictObject({
    type: z.enum(["positive", "negative"]),
    comment: z.string().trim().pipe(storableText(1, 2000)).optional(),
  })
  .transform(({ type, comment }) => ({ type, comment: comment ?? null }));

/** A user's feedback on a message. */
export type Feedback = z.output<typeof feedbackBody>;

const id = storableText(1, 48).optional();

const fields = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, "must be 1 to 64 letters, digits, `_`, `.` or `-`"),
  data_type: z.enum(["numeric", "categorical", "boolean"]),
  value: z.union([z.number(), z.boolean()]).optional(),
  string_value: storableText(1, 255).optional(),
  comment: storableText(1, 2000).optional(),
  thread_id: id,
  message_id: id,
  run_id: id,
});
type Fields = z.output<typeof fields>;

/** The message, thread or run that a score rates. */
export type ScoreTarget =
  | { readonly kind: "message"; readonly threadId: string; readonly messageId: string }
  | { readonly kind: "thread"; readonly threadId: string }
  | { readonly kind: "run"; readonly runId: string };

/** The body of `POST /v1/scores`. */
export const scoreBody = fields.transform((score, context) => {
  const target = readTarget(score);
  const faults = [...valueFaults(score), ...(typeof target === "string" ? [target] : [])];
  for (const message of faults) context.addIssue({ code: "custom", message });
  if (typeof target === "string") return z.NEVER;
  return {
    name: score.name,
    dataType: score.data_type,
    value: score.value === undefined ? null : Number(score.value),
    stringValue: score.string_value ?? null,
    comment: score.comment ?? null,
    target,
  };
});

export type Score = z.output<typeof scoreBody>;

function valueFaults({ data_type, value, string_value }: Fields): string[] {
  if (data_type === "categorical") {
    if (string_value === undefined) return ["string_value is required for categorical scores"];
    return value === undefined ? [] : ["categorical scores cannot include value"];
  }
  const faults = string_value === undefined ? [] : ["only categorical scores can include string_value"];
  if (data_type === "numeric" && typeof value !== "number") faults.push("value is required for numeric scores");
  if (data_type === "boolean" && value !== true && value !== false && value !== 1 && value !== 0) {
    faults.push("boolean scores require value to be true, false, 1, or 0");
  }
  return faults;
}

/** Returns the target of a score. If the target is invalid, returns the problem as text. */
function readTarget({ thread_id: threadId, message_id: messageId, run_id: runId }: Fields): ScoreTarget | string {
  if (threadId === undefined && messageId === undefined && runId === undefined) {
    return "a score must target a message, run, or thread";
  }
  if (runId !== undefined && threadId === undefined && messageId === undefined) return { kind: "run", runId };
  if (runId !== undefined || threadId === undefined) return "a score must target exactly one message, run, or thread";
  return messageId === undefined ? { kind: "thread", threadId } : { kind: "message", threadId, messageId };
}
