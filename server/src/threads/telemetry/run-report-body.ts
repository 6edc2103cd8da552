import { z } from "zod";
import { isJsonObject, type JsonObject } from "../formats/json-object.ts";
import { storableText } from "../thread-bodies.ts";
import { writeJson } from "../write-json.ts";

const MAX_ATTRIBUTE_BYTES = 16_384;

const text = (max: number) => z.string().min(1).max(max).optional();
const long = z.string().max(50_000).optional();
const count = z.int().min(0).optional();
const tokens = z.int().min(0).max(100_000_000).optional();
const cost = z.number().min(0).optional();
const attributes = z.custom<JsonObject>(isJsonObject, "must be an object").meta({ type: "object" }).optional();

const usage = {
  input_tokens: tokens,
  output_tokens: tokens,
  reasoning_tokens: tokens,
  cached_input_tokens: tokens,
};
const toolCalls = z
  .array(
    z.object({
      tool_name: z.string().min(1).max(255),
      tool_call_id: text(255),
      tool_args: long,
      tool_result: long,
      tool_source: z.enum(["mcp", "frontend", "backend"]).optional(),
      start_ms: count,
      end_ms: count,
      sampling_calls: z
        .array(z.object({ model_id: z.string().max(255).optional(), ...usage, duration_ms: count }))
        .max(1000)
        .optional(),
    }),
  )
  .max(1000)
  .optional();

const OUTCOMES = [
  "rate_limited",
  "validation_failed",
  "provider_error",
  "server_error",
  "budget_denied",
  "persistence_error",
  "aborted",
  "timeout",
  "disconnected",
  "length",
  "content_filter",
] as const;

const fields = z.object({
  thread_id: storableText(1, 255),
  status: z.enum(["completed", "incomplete", "error"]),
  message_id: storableText(1, 48).optional(),
  user_message_id: text(48),
  outcome_type: z.enum(OUTCOMES).optional(),
  error_code: text(64),
  error: text(2048),
  tags: z
    .array(z.string().trim().min(1).max(64))
    .transform((tags) => [...new Set(tags)])
    .refine((tags) => tags.length <= 20, "must have at most 20 different tags")
    .optional(),
  environment: text(64),
  release: text(255),
  total_steps: count,
  tool_calls: toolCalls,
  steps: z
    .array(
      z.object({
        ...usage,
        tool_calls: toolCalls,
        start_ms: count,
        end_ms: count,
        finish_reason: z.string().max(32).optional(),
        input: long,
      }),
    )
    .max(1000)
    .optional(),
  ...usage,
  model_id: text(255),
  provider: text(255),
  /** A deprecated name of `provider`. */
  provider_type: text(255),
  duration_ms: count,
  first_token_ms: count,
  cost_details: z.object({ input: cost, input_cached_tokens: cost, output: cost, total: cost }).optional(),
  cost_usd: cost,
  output_text: long,
  /** A deprecated name of `attributes`. */
  metadata: attributes,
  attributes,
  trace_id: text(48),
  root_span_id: z
    .string()
    .regex(/^[0-9a-f]{16}$/, "must be 16 hexadecimal digits")
    .optional(),
});

export interface RunReport {
  readonly threadId: string;
  readonly messageId: string | null;
  readonly status: "completed" | "incomplete" | "error";
  /** The report's trace id, which is the idempotency key. Null if the trace id is missing or not in the W3C format. */
  readonly traceId: string | null;
  /** The whole report as JSON. */
  readonly json: string;
}

/**
 * The body of `POST /v1/runs`. Unknown keys become attributes. If a key occurs more than once, `attributes` takes
 * precedence over unknown keys, and unknown keys take precedence over `metadata`.
 */
export const runReportBody = z
  .custom<JsonObject>(isJsonObject, "must be an object")
  .transform((body, context): RunReport => {
    const result = fields.safeParse(body);
    for (const { path, message } of result.error?.issues ?? []) context.addIssue({ code: "custom", path, message });
    if (!result.success) return z.NEVER;
    const { metadata, attributes, provider_type, ...report } = result.data;
    // A zod schema that keeps unknown keys would lose the key `__proto__`; `Object.entries` keeps it.
    const unknown = Object.entries(body).filter(([key]) => !Object.hasOwn(fields.shape, key));
    const merged = { ...metadata, ...Object.fromEntries(unknown), ...attributes };
    const json = writeJson(merged);
    if (json === null || Buffer.byteLength(json) > MAX_ATTRIBUTE_BYTES) {
      const message = `attributes must not exceed ${MAX_ATTRIBUTE_BYTES} bytes`;
      context.addIssue({ code: "custom", path: ["attributes"], message });
      return z.NEVER;
    }
    const provider = report.provider ?? provider_type;
    return {
      threadId: report.thread_id,
      messageId: report.message_id ?? null,
      status: report.status,
      traceId: /^[0-9a-f]{32}$/.test(report.trace_id ?? "") ? (report.trace_id ?? null) : null,
      json: JSON.stringify({ ...report, ...(provider === undefined ? {} : { provider }), attributes: merged }),
    };
  });
