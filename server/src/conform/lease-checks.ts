import { type ConformanceGroup, createThread, messageBody } from "./conformance-group.ts";

/**
 * Checks the run leases of `assistant-cloud` 0.2.11. A lease is the right of one run to write a message. The checks
 * cover the start and the end of a lease, heartbeats, writes and conflicts.
 */
export const leaseChecks: ConformanceGroup = {
  name: "run leases",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const thread = await createThread(caller);
    const path = `/threads/${thread}/messages`;
    const create = (text: string, more: object) => call("POST", path, messageBody("assistant", text, more));
    const runs = (lease: unknown) => `/threads/${thread}/runs/${lease}`;
    const read = async (id: unknown) =>
      (await call("GET", path)).body?.messages?.find((message: { id: string }) => message.id === id);

    const opened = await create("", { external_id: "a", open_run: true });
    assert.equal("open_run answers 201", opened.status, 201);
    assert.ok("it grants a lease", typeof opened.body?.lease_id === "string", opened.body);
    assert.ok("with a heartbeat interval", typeof opened.body?.heartbeat_interval_ms === "number", opened.body);
    const { message_id: message, lease_id: lease } = opened.body ?? {};
    const running = await read(message);
    assert.equal("the list shows the run as running", running?.run?.status, "running");
    assert.ok("and its last heartbeat", Number.isFinite(running?.run?.last_heartbeat_ms_ago), running?.run);

    const beat = await call("POST", `${runs(lease)}/heartbeat`);
    assert.equal("a heartbeat answers 200", beat.status, 200);
    assert.ok("it returns the interval", typeof beat.body?.heartbeat_interval_ms === "number", beat.body);
    assert.equal("a heartbeat moves no updated_at", (await read(message))?.updated_at, running?.updated_at);
    const content = messageBody("assistant", "the answer").content;
    assert.equal(
      "the holder updates",
      (await call("PUT", `${path}/${message}`, { content, lease_id: lease })).status,
      200,
    );
    const written = await create("more", { external_id: "a", lease_id: lease });
    assert.equal("the holder writes by create", written.status, 200);

    const other = await create("", { external_id: "b" });
    for (const id of [lease, "lease_0none"]) {
      const put = await call("PUT", `${path}/${other.body?.message_id}`, { content, lease_id: id });
      assert.equal("a lease of another message answers 409", put.status, 409);
      assert.equal("the code is lease_mismatch", put.body?.error, "lease_mismatch");
    }

    assert.equal("end answers 200", (await call("POST", `${runs(lease)}/end`, { reason: "done" })).status, 200);
    assert.equal("end again answers 200", (await call("POST", `${runs(lease)}/end`, { reason: "error" })).status, 200);
    assert.equal("end without a body answers 200", (await call("POST", `${runs(lease)}/end`)).status, 200);
    assert.equal("the list shows the run as ended", (await read(message))?.run?.status, "ended");
    const late = [
      await call("POST", `${runs(lease)}/heartbeat`),
      await call("PUT", `${path}/${message}`, { content, lease_id: lease }),
      await create("late", { external_id: "a", lease_id: lease }),
    ];
    assert.equal(
      "an ended lease answers 409",
      late.map(({ status }) => status),
      [409, 409, 409],
    );
    assert.equal(
      "the code is run_ended",
      late.map(({ body }) => body?.error),
      ["run_ended", "run_ended", "run_ended"],
    );
    assert.equal(
      "a write without a lease is accepted",
      (await call("PUT", `${path}/${message}`, { content })).status,
      200,
    );
    assert.equal(
      "an unknown lease's heartbeat answers 404",
      (await call("POST", `${runs("lease_0x")}/heartbeat`)).status,
      404,
    );
    assert.equal("an unknown lease's end answers 404", (await call("POST", `${runs("lease_0x")}/end`)).status, 404);

    const first = await create("", { external_id: "c", open_run: true });
    const second = await create("", { external_id: "c", open_run: true });
    assert.equal("a second lease of a message is granted", second.status, 200);
    const old = await call("POST", `${runs(first.body?.lease_id)}/heartbeat`);
    assert.equal("it ends the first", [old.status, old.body?.error], [409, "run_ended"]);
    await call("DELETE", path, { message_ids: [second.body?.message_id] });
    const orphan = await call("POST", `${runs(second.body?.lease_id)}/heartbeat`);
    assert.equal("a deleted message's heartbeat answers 404", orphan.status, 404);
  },
};
