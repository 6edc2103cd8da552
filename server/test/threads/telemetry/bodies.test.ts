import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { USER_EVENT_KINDS } from "../../../src/events/user-event-kind.ts";
import { eventsBody } from "../../../src/threads/telemetry/event-bodies.ts";
import { runReportBody } from "../../../src/threads/telemetry/run-report-body.ts";
import { feedbackBody, scoreBody } from "../../../src/threads/telemetry/score-bodies.ts";

const faultsOf = (schema: z.ZodType, body: unknown) =>
  (schema.safeParse(body).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("the body of a feedback request", () => {
  test("trims the comment of feedback", () => {
    expect(feedbackBody.parse({ type: "positive", comment: "  good \n" })).toEqual({
      type: "positive",
      comment: "good",
    });
    expect(feedbackBody.parse({ type: "negative" })).toEqual({ type: "negative", comment: null });
    expect(feedbackBody.safeParse({ type: "negative", comment: ` ${"x".repeat(2000)} ` }).success).toBe(true);
  });

  test.each([
    {},
    { type: "neutral" },
    { type: "positive", comment: " " },
    { type: "positive", comment: "x".repeat(2001) },
    { type: "positive", comment: "a\u0000" },
    { type: "positive", comment: "\ud800" },
    { type: "positive", more: 1 },
    null,
  ])("rejects the feedback %j", (body) => {
    expect(feedbackBody.safeParse(body).success).toBe(false);
  });
});

describe("the body of a score request", () => {
  const numeric = { name: "quality", data_type: "numeric", value: 0.5, thread_id: "thread_0a" };

  test("accepts a score for a message, a thread or a run", () => {
    expect(scoreBody.parse(numeric)).toEqual({
      name: "quality",
      dataType: "numeric",
      value: 0.5,
      stringValue: null,
      comment: null,
      target: { kind: "thread", threadId: "thread_0a" },
    });
    const target = (ids: object) => scoreBody.parse({ ...numeric, thread_id: undefined, ...ids }).target;
    expect(target({ run_id: "run_0a" })).toEqual({ kind: "run", runId: "run_0a" });
    expect(target({ thread_id: "t", message_id: "m" })).toEqual({ kind: "message", threadId: "t", messageId: "m" });
  });

  test.each([
    [true, 1],
    [false, 0],
    [1, 1],
    [0, 0],
  ])("stores the value %j of a boolean score as %d", (value, stored) => {
    expect(scoreBody.parse({ ...numeric, data_type: "boolean", value }).value).toBe(stored);
  });

  test("stores a categorical score as a string, with null as its numeric value", () => {
    const body = { ...numeric, data_type: "categorical", value: undefined, string_value: "good", comment: "c" };
    expect(scoreBody.parse(body)).toMatchObject({ value: null, stringValue: "good", comment: "c" });
  });

  const message = (text: string) => [expect.stringContaining(text)];
  test.each([
    [{ value: undefined }, "value is required for numeric scores"],
    [{ value: true }, "value is required for numeric scores"],
    [{ value: Number.NaN }, "value"],
    [{ data_type: "boolean", value: 2 }, "boolean scores require value to be true, false, 1, or 0"],
    [{ data_type: "categorical" }, "string_value is required for categorical scores"],
    [{ data_type: "categorical", string_value: "a" }, "categorical scores cannot include value"],
    [{ string_value: "a" }, "only categorical scores can include string_value"],
    [{ thread_id: undefined }, "a score must target a message, run, or thread"],
    [{ run_id: "run_0a" }, "a score must target exactly one message, run, or thread"],
    [{ thread_id: undefined, message_id: "m" }, "a score must target exactly one message, run, or thread"],
    [{ thread_id: "x".repeat(49) }, "thread_id"],
    [{ name: "with blank" }, "name"],
    [{ name: "" }, "name"],
    [{ more: 1 }, "more"],
  ])("rejects a score with the fields %o", (change, text) => {
    expect(faultsOf(scoreBody, { ...numeric, ...change })).toEqual(message(text));
  });
});

describe("the body of a run report", () => {
  const report = { thread_id: "thread_0a", status: "completed" };
  const written = (body: object) => JSON.parse(runReportBody.parse(body).json);

  test("stores the known fields of a run report, and the unknown fields as attributes", () => {
    const body = JSON.parse(
      `{"thread_id":"thread_0a","status":"error","error":"a\\u0000\\ud800","tags":[" b ","b","c"],"provider_type":"openai",
        "metadata":{"a":1,"b":1},"new_field":{"x":[1]},"b":2,"c":2,"attributes":{"c":3},"__proto__":{"p":1},"constructor":4}`,
    );
    const { json } = runReportBody.parse(body);
    expect(JSON.parse(json)).toMatchObject({ error: "a\u0000\ud800", tags: ["b", "c"], provider: "openai" });
    expect(json).toContain(
      '"attributes":{"a":1,"b":2,"new_field":{"x":[1]},"c":3,"__proto__":{"p":1},"constructor":4}}',
    );
    expect(json).not.toContain("provider_type");
    expect(json).not.toContain("metadata");
  });

  test("accepts every field that the newest client sends in a run report", () => {
    const call = {
      tool_name: "t",
      tool_call_id: "c",
      tool_args: "{}",
      tool_source: "mcp",
      sampling_calls: [{ model_id: "m" }],
    };
    const step = { input_tokens: 1, tool_calls: [call], start_ms: 0, end_ms: 5, finish_reason: "stop", input: "x" };
    const body = {
      ...report,
      message_id: "msg_0a",
      user_message_id: "msg_0b",
      outcome_type: "aborted",
      total_steps: 1,
      steps: [step],
      tool_calls: [call],
      output_tokens: 100_000_000,
      cost_details: { total: 0.5 },
      cost_usd: 1,
      output_text: "x".repeat(50_000),
      duration_ms: 3,
      first_token_ms: 1,
      trace_id: "0123456789abcdef0123456789abcdef",
      root_span_id: "0123456789abcdef",
    };
    expect(runReportBody.parse(body)).toMatchObject({ messageId: "msg_0a", traceId: body.trace_id });
    expect(written(body)).toEqual({ ...body, attributes: {} });
  });

  test("a malformed trace id is stored but is not used as an idempotency key", () => {
    for (const trace_id of ["ABCDEF0123456789ABCDEF0123456789", "short"]) {
      expect(runReportBody.parse({ ...report, trace_id }).traceId).toBeNull();
      expect(written({ ...report, trace_id })).toMatchObject({ trace_id });
    }
  });

  test("rejects a run report if its attributes exceed 16,384 bytes", () => {
    const attributes = { a: "x".repeat(16_384 - '{"a":""}'.length) };
    expect(runReportBody.safeParse({ ...report, attributes }).success).toBe(true);
    const fault = ["attributes: attributes must not exceed 16384 bytes"];
    expect(faultsOf(runReportBody, { ...report, attributes: { a: `${attributes.a}x` } })).toEqual(fault);
    expect(faultsOf(runReportBody, { ...report, metadata: attributes, more: 1 })).toEqual(fault);
    expect(faultsOf(runReportBody, { ...report, a: "é".repeat(8190) })).toEqual(fault);
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(faultsOf(runReportBody, { ...report, deep })).toEqual(fault);
  });

  test.each([
    [{ status: "done" }, "status"],
    [{ thread_id: "" }, "thread_id"],
    [{ message_id: "x".repeat(49) }, "message_id"],
    [{ message_id: "\u0000" }, "message_id"],
    [{ error: "x".repeat(2049) }, "error"],
    [{ error_code: "x".repeat(65) }, "error_code"],
    [{ input_tokens: 100_000_001 }, "input_tokens"],
    [{ duration_ms: -1 }, "duration_ms"],
    [{ duration_ms: 0.5 }, "duration_ms"],
    [{ steps: Array(1001).fill({}) }, "steps"],
    [{ tool_calls: [{}] }, "tool_calls.0.tool_name"],
    [{ output_text: "x".repeat(50_001) }, "output_text"],
    [{ tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, "tags"],
    [{ cost_usd: Number.POSITIVE_INFINITY }, "cost_usd"],
    [{ root_span_id: "xyz" }, "root_span_id"],
    [{ attributes: [] }, "attributes"],
  ])("rejects a run report with the fields %o", (change, path) => {
    expect(faultsOf(runReportBody, { ...report, ...change })[0]).toMatch(
      new RegExp(`^${path.replaceAll(".", "\\.")}: `),
    );
  });

  test.each([null, [], "x", 1])("rejects the run report %j", (body) => {
    expect(runReportBody.safeParse(body).success).toBe(false);
  });
});

describe("the body of an events request", () => {
  const event = { kind: "message_sent" };

  test("accepts an event with unknown properties, and returns only its kind and thread id", () => {
    const whole = {
      ...event,
      thread_id: "t",
      message_id: "m",
      run_id: "r",
      value: 0,
      props: { a: "x", b: 1, c: false },
    };
    expect(eventsBody.parse({ events: [whole, { ...event, more: 1 }], more: 1 })).toEqual([
      { kind: "message_sent", threadId: "t" },
      { kind: "message_sent", threadId: null },
    ]);
    expect(USER_EVENT_KINDS).toHaveLength(16);
  });

  test.each([
    ["an unknown kind", [{ kind: "constructor" }]],
    ["an empty list", []],
    ["51 events", Array(51).fill(event)],
    ["a long id", [{ ...event, run_id: "x".repeat(49) }]],
    ["a negative value", [{ ...event, value: -1 }]],
    ["a fractional value", [{ ...event, value: 0.5 }]],
    ["a huge value", [{ ...event, value: 2_147_483_648 }]],
    ["an object as a value in props", [{ ...event, props: { a: {} } }]],
    ["a long value in props", [{ ...event, props: { a: "x".repeat(257) } }]],
    ["an infinite number in props", [{ ...event, props: { a: Number.POSITIVE_INFINITY } }]],
    ["a long key in props", [{ ...event, props: { ["x".repeat(65)]: 1 } }]],
    ["an empty key in props", [{ ...event, props: { "": 1 } }]],
    [
      "props of more than 1024 bytes",
      [{ ...event, props: Object.fromEntries(Array.from({ length: 5 }, (_, i) => [i, "x".repeat(250)])) }],
    ],
    ["a list as props", [{ ...event, props: [] }]],
  ])("rejects an events request that contains %s", (_, events) => {
    expect(eventsBody.safeParse({ events }).success).toBe(false);
  });
});
