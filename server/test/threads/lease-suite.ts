import { expect, test } from "vitest";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { toMessage as body } from "./open-workspace.ts";
import { createTestThread, page } from "./test-thread.ts";

export function leaseSuite(run: () => RunStatement): void {
  const openThread = () => createTestThread(run());

  test("a lease allows heartbeats and writes until its run ends", async () => {
    const { clock, messages, thread, write } = await openThread();
    const opened = await write({ role: "assistant" }, { external_id: "m", open_run: true });
    const lease = opened.leaseId ?? "";
    const read = async () => (await messages.list(thread, page))[0];
    clock.now += 3000;
    expect((await read())?.run).toEqual({ status: "running", last_heartbeat_ms_ago: 3000 });
    expect(await messages.renewLease(thread, lease)).toEqual({ value: null });
    expect(await read()).toMatchObject({
      updated_at: "2026-01-01T12:00:00.000Z",
      run: { status: "running", last_heartbeat_ms_ago: 0 },
    });
    clock.now += 1000;
    const content = { json: '{"role":"assistant","n":1}', role: "assistant" };
    expect(await messages.update(thread, opened.messageId, { content, leaseId: lease })).toEqual({ value: null });
    expect((await read())?.run).toEqual({ status: "running", last_heartbeat_ms_ago: 0 });
    await write({ role: "assistant", n: 2 }, { external_id: "m", lease_id: lease });
    expect(await messages.endRun(thread, lease, "done")).toEqual({ value: null });
    expect(await messages.endRun(thread, lease, "error")).toEqual({ value: null });
    expect((await read())?.run).toMatchObject({ status: "ended" });
    expect(await messages.renewLease(thread, lease)).toEqual({ fault: "run_ended" });
    expect(await messages.update(thread, opened.messageId, { content, leaseId: lease })).toEqual({
      fault: "run_ended",
    });
    const late = body({ role: "assistant", n: 3 }, { external_id: "m", lease_id: lease });
    expect(await messages.create(thread, late)).toEqual({ fault: "run_ended" });
    expect((await read())?.content).toBe('{"role":"assistant","n":2}');
    // This update has no lease, as for feedback from another tab.
    expect(await messages.update(thread, opened.messageId, { content, leaseId: null })).toEqual({ value: null });
  });

  test("rejects a write with the lease of another message, and every request with an unknown lease", async () => {
    const { messages, thread, write } = await openThread();
    const one = await write({ role: "assistant" }, { external_id: "one", open_run: true });
    const two = await write({ role: "assistant" }, { external_id: "two" });
    const content = { json: "{}", role: null };
    for (const leaseId of [one.leaseId, "lease_0unknown"]) {
      expect(await messages.update(thread, two.messageId, { content, leaseId })).toEqual({ fault: "lease_mismatch" });
      const write = body({ role: "assistant", n: 1 }, { external_id: "two", lease_id: leaseId });
      expect(await messages.create(thread, write)).toEqual({ fault: "lease_mismatch" });
    }
    expect(await messages.renewLease(thread, "lease_0unknown")).toEqual({ fault: "lease_not_found" });
    expect(await messages.endRun(thread, "lease_0unknown", "done")).toEqual({ fault: "lease_not_found" });
  });

  test("a second lease of a message ends the first lease", async () => {
    const { messages, thread, write } = await openThread();
    const first = await write({ role: "assistant" }, { external_id: "m", open_run: true });
    const second = await write({ role: "assistant" }, { external_id: "m", open_run: true });
    expect(await messages.renewLease(thread, first.leaseId ?? "")).toEqual({ fault: "run_ended" });
    expect(await messages.renewLease(thread, second.leaseId ?? "")).toEqual({ value: null });
    expect(await messages.endRun(thread, first.leaseId ?? "", "done")).toEqual({ value: null });
    expect((await messages.list(thread, page))[0]?.run?.status).toBe("running");
  });

  test("a heartbeat for one lease does not renew another lease of the same thread", async () => {
    const { clock, messages, thread, write } = await openThread();
    const one = await write({ role: "assistant" }, { external_id: "one", open_run: true });
    await write({ role: "assistant" }, { external_id: "two", open_run: true });
    clock.now += 3000;
    expect(await messages.renewLease(thread, one.leaseId ?? "")).toEqual({ value: null });
    const ages = (await messages.list(thread, page)).map(({ external_id, run }) => [
      external_id,
      run?.last_heartbeat_ms_ago,
    ]);
    expect(Object.fromEntries(ages)).toEqual({ one: 0, two: 3000 });
  });

  test("a request for one thread can neither renew nor end the lease of another thread", async () => {
    const { clock, threads, messages, thread, write } = await openThread();
    const { leaseId } = await write({ role: "assistant" }, { external_id: "m", open_run: true });
    const lease = leaseId ?? "";
    const lastMessageAt = new Date(clock.now).toISOString();
    const other = await threads.create({ lastMessageAt, externalId: undefined, upsert: false });
    expect(await messages.renewLease(other.id, lease)).toEqual({ fault: "lease_not_found" });
    expect(await messages.endRun(other.id, lease, "done")).toEqual({ fault: "lease_not_found" });
    expect(await messages.renewLease(thread, lease)).toEqual({ value: null });
  });

  test("concurrent requests for a lease of one message leave exactly one active lease", async () => {
    const { messages, thread, write } = await openThread();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => write({ role: "assistant" }, { external_id: "m", open_run: true })),
    );
    const beats = await Promise.all(all.map(({ leaseId }) => messages.renewLease(thread, leaseId ?? "")));
    expect(beats.filter(({ fault }) => fault === undefined)).toHaveLength(1);
  });

  test("rejects heartbeats and writes with the lease of a deleted message", async () => {
    const { messages, thread, write } = await openThread();
    const { messageId, leaseId } = await write({ role: "assistant" }, { external_id: "m", open_run: true });
    await messages.remove(thread, [messageId]);
    expect(await messages.renewLease(thread, leaseId ?? "")).toEqual({ fault: "lease_not_found" });
    const content = { json: "{}", role: "assistant" };
    expect(await messages.update(thread, messageId, { content, leaseId })).toEqual({ fault: "lease_mismatch" });
    const late = body({ role: "assistant" }, { external_id: "m", lease_id: leaseId });
    expect(await messages.create(thread, late)).toEqual({ fault: "lease_mismatch" });
    expect(await messages.list(thread, page)).toEqual([]);
  });
}
