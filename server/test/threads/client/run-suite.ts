import { CloudMessagePersistence } from "assistant-cloud";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { controlTime, type OpenCloud, passTime } from "./open-cloud.ts";

const INTERVAL_MS = 10_000;

export function runSuite(cloud: () => OpenCloud): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => {
    controlTime();
    process.on("unhandledRejection", note);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    process.off("unhandledRejection", note);
    cloud().isDatabaseAway = false;
    cloud().sent.length = 0;
    expect(unhandled.splice(0)).toEqual([]);
  });

  const reply = (text: string) => ({ role: "assistant", content: text === "" ? [] : [{ type: "text", text }] });
  const beats = () => cloud().sent.filter(({ path }) => path.endsWith("/heartbeat"));
  /**
   * Advances the time by one heartbeat interval, waits for the heartbeat, and returns its HTTP status. A longer step
   * would exceed the database timeouts, which use the same clock.
   */
  async function nextBeat(): Promise<number | undefined> {
    const before = beats().length;
    await passTime(INTERVAL_MS);
    await vi.waitFor(() => expect(beats()).toHaveLength(before + 1), { timeout: 30_000, interval: 10 });
    return beats().at(-1)?.status;
  }

  async function startReply() {
    const client = cloud().connect();
    const { thread_id: thread } = await client.threads.create({ last_message_at: new Date() });
    const persistence = new CloudMessagePersistence(client);
    const write = (text: string, phase?: "running" | "done") =>
      persistence.append(thread, "reply", null, "aui/v0", reply(text), phase);
    await write("", "running");
    const stored = async () => (await client.threads.messages.list(thread)).messages[0];
    return { client, thread, persistence, write, stored };
  }

  test("stores the complete reply even if the generation ends before the first write succeeds", async () => {
    const client = cloud().connect();
    const { thread_id: thread } = await client.threads.create({ last_message_at: new Date() });
    const persistence = new CloudMessagePersistence(client);
    const first = persistence.append(thread, "reply", null, "aui/v0", reply(""), "running");
    await Promise.all([first, persistence.append(thread, "reply", null, "aui/v0", reply("the answer"))]);
    const { messages } = await client.threads.messages.list(thread);
    expect(messages).toMatchObject([{ content: reply("the answer"), run: { status: "ended" } }]);
  });

  test("stores a single message if two tabs send the same reply", async () => {
    const user = { workspaceId: "client-two-tabs" };
    const [one, other] = [cloud().connect(user), cloud().connect(user)];
    const { thread_id: thread } = await one.threads.create({ last_message_at: new Date() });
    await Promise.all(
      [one, other].map((client) =>
        new CloudMessagePersistence(client).append(thread, "reply", null, "aui/v0", reply("the answer")),
      ),
    );
    expect((await one.threads.messages.list(thread)).messages).toMatchObject([{ external_id: "reply" }]);
  });

  test("after the token expires, the run's heartbeats and the write of the reply use a new token", async () => {
    const { write, stored } = await startReply();
    const first = cloud().sent.at(-1)?.token ?? "";
    const expiry = (decodeJwt(first).exp ?? 0) * 1000;
    while (Date.now() < expiry + 2 * INTERVAL_MS) expect(await nextBeat()).toBe(200);
    expect(beats()[0]?.token).toBe(first);
    expect(beats().at(-1)?.token).not.toBe(first);
    await write("the answer", "done");
    expect(await stored()).toMatchObject({ content: reply("the answer"), run: { status: "ended" } });
    const late = cloud().sent.slice(-3);
    expect(late.map(({ method, status }) => `${method} ${status}`)).toEqual(["PUT 200", "POST 200", "GET 200"]);
    for (const { token } of late) expect(token).not.toBe(first);
    expect(cloud().sent.filter(({ status }) => status >= 400)).toEqual([]);
  });

  test("the lease of a run stays valid while the database is unreachable", async () => {
    const { persistence, write, stored } = await startReply();
    cloud().isDatabaseAway = true;
    expect(await nextBeat()).toBe(503);
    await expect(write("half of", "running")).rejects.toMatchObject({ status: 503 });
    expect(await nextBeat()).toBe(503);
    expect(persistence.hasOpenRun("reply")).toBe(true);
    cloud().isDatabaseAway = false;
    expect(await nextBeat()).toBe(200);
    await write("the answer", "done");
    expect(await stored()).toMatchObject({ content: reply("the answer"), run: { status: "ended" } });
  });

  test.each(["message", "thread"] as const)("stops a run and logs a warning if its %s is deleted", async (what) => {
    const { client, thread, persistence, write, stored } = await startReply();
    const errors = vi.spyOn(console, "error");
    const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    if (what === "thread") await client.threads.delete(thread);
    else await client.threads.messages.delete(thread, [(await stored())?.id ?? ""]);
    expect(await nextBeat()).toBe(404);
    await vi.waitFor(() => expect(persistence.hasOpenRun("reply")).toBe(false));
    const before = cloud().sent.length;
    await passTime(3 * INTERVAL_MS);
    await write("the answer", "done");
    expect(cloud().sent).toHaveLength(before);
    expect(errors).not.toHaveBeenCalled();
    expect(warnings).toHaveBeenCalledOnce();
  });
}
