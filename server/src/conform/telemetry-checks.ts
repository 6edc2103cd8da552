import { type ConformanceGroup, createThread, messageBody } from "./conformance-group.ts";

/** The idempotency key of the run report that these checks send: 32 hexadecimal digits. */
const TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

/** Checks feedback, scores, run reports and user events. */
export const telemetryChecks: ConformanceGroup = {
  name: "telemetry",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const thread = await createThread(caller);
    const stored = await call("POST", `/threads/${thread}/messages`, messageBody("assistant", "x"));
    const message = String(stored.body?.message_id);
    const feedback = (body: object) => call("POST", `/threads/${thread}/messages/${message}/feedback`, body);

    const first = await feedback({ type: "positive", comment: "  good  " });
    assert.equal("feedback answers 200", first.status, 200);
    assert.ok("it returns feedback_id", typeof first.body?.feedback_id === "string", first.body);
    assert.equal("it returns type and trimmed comment", [first.body?.type, first.body?.comment], ["positive", "good"]);
    const same = await feedback({ type: "positive" });
    assert.equal("the same rating keeps the comment", same.body?.comment, "good");
    assert.equal("it is the same feedback", same.body?.feedback_id, first.body?.feedback_id);
    assert.equal("another rating clears the comment", (await feedback({ type: "negative" })).body?.comment, null);
    assert.equal("an unknown rating answers 400", (await feedback({ type: "so-so" })).status, 400);
    assert.equal("an unknown key answers 400", (await feedback({ type: "positive", surprise: 1 })).status, 400);
    const missing = await call("POST", `/threads/${thread}/messages/msg_0none/feedback`, { type: "positive" });
    assert.equal("feedback on a missing message answers 404", missing.status, 404);

    const score = (body: object) => call("POST", "/scores", { name: "quality", thread_id: thread, ...body });
    const numeric = await score({ data_type: "numeric", value: 0.5 });
    assert.equal("a score answers 201", numeric.status, 201);
    assert.ok("it returns score_id", typeof numeric.body?.score_id === "string", numeric.body);
    assert.equal("it returns value and string_value", [numeric.body?.value, numeric.body?.string_value], [0.5, null]);
    const text = await score({ name: "tone", data_type: "categorical", string_value: "kind" });
    assert.equal("a categorical score returns its text", [text.body?.value, text.body?.string_value], [null, "kind"]);
    const repeated = await score({ data_type: "numeric", value: 0.75 });
    assert.equal("a repeat replaces the score", repeated.body?.score_id, numeric.body?.score_id);
    assert.equal("a score needs a name", (await score({ name: "a b", data_type: "numeric", value: 1 })).status, 400);
    const foreign = await score({ data_type: "numeric", value: 1, thread_id: "thread_0none" });
    assert.equal("a score of a missing thread answers 404", foreign.status, 404);

    const report = (more: object) =>
      call("POST", "/runs", { thread_id: thread, status: "completed", message_id: message, ...more });
    const run = await report({ model_id: "m", input_tokens: 3, surprise: true, trace_id: TRACE_ID });
    assert.equal("a run report answers 201", run.status, 201);
    assert.ok("it returns run_id", typeof run.body?.run_id === "string", run.body);
    const again = await report({ trace_id: TRACE_ID });
    assert.equal("a trace id makes it idempotent", again.body?.run_id, run.body?.run_id);
    assert.equal("an unknown status answers 400", (await report({ status: "fine" })).status, 400);
    const strange = await report({ message_id: "msg_0none" });
    assert.equal("a message of another thread answers 400", strange.status, 400);
    assert.equal("it says why", strange.body?.error, "message_id must belong to thread_id");
    assert.equal("a missing thread answers 404", (await report({ thread_id: "thread_0none" })).status, 404);

    const events = (list: unknown) => call("POST", "/events", { events: list });
    const sent = await events([
      { kind: "message_sent", thread_id: thread },
      { kind: "message_copied", thread_id: "thread_0none" },
    ]);
    assert.equal("events answer 202", sent.status, 202);
    assert.ok("they are counted", typeof sent.body?.accepted === "number", sent.body);
    assert.equal("an unknown kind answers 400", (await events([{ kind: "sneezed" }])).status, 400);
    assert.equal("no events answer 400", (await events([])).status, 400);
    const many = Array.from({ length: 51 }, () => ({ kind: "message_sent" }));
    assert.equal("51 events answer 400", (await events(many)).status, 400);
  },
};
