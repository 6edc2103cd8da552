import { expect, test } from "vitest";
import { messageListQuery } from "../../src/threads/message-bodies.ts";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { openWorkspace } from "./open-workspace.ts";

export function formatSuite(run: () => RunStatement): void {
  const auiMessage = { role: "assistant", content: [{ type: "text", text: "hi" }], metadata: { custom: { a: 1 } } };

  /** Opens a thread. `counter` counts the SQL statements of the latest `list` request. */
  async function open() {
    const counter = { statements: 0 };
    const counted: RunStatement = (text, values) => {
      counter.statements++;
      return run()(text, values);
    };
    const workspace = openWorkspace(counted);
    const thread = await workspace.thread();
    const list = async (query: object) => {
      counter.statements = 0;
      return workspace.messages.list(thread, messageListQuery.parse(query));
    };
    return { ...workspace, counter, thread, list };
  }

  test("lists a message in the requested format, and the stored message stays the same", async () => {
    const { thread, write, list, counter } = await open();
    await write(thread, auiMessage, { external_id: "m" });
    const parts = { role: "assistant", parts: [{ type: "text", text: "hi" }] };
    const [v6] = await list({ format: "ai-sdk/v6" });
    expect(v6).toMatchObject({ format: "ai-sdk/v6", external_id: "m" });
    expect(v6?.content).toBe(JSON.stringify({ ...parts, metadata: { a: 1 } }));
    expect((await list({ format: "ai-sdk/v5" }))[0]?.content).toBe(
      JSON.stringify({ ...parts, metadata: { custom: { a: 1 } } }),
    );
    for (const query of [{}, { format: "aui/v0" }, { format: "mine/v1" }]) {
      expect((await list(query))[0]).toMatchObject({ format: "aui/v0", content: JSON.stringify(auiMessage) });
    }
    expect(counter.statements).toBe(1);
  });

  test("a conversation with messages in two formats can be listed completely in either format", async () => {
    const { clock, thread, write, list } = await open();
    // Write the question as the AI SDK's runtime does: first in the format of the AI SDK, then as a copy in `aui/v0`.
    // The last write decides the stored format.
    const user = { role: "user", parts: [{ type: "text", text: "question" }] };
    const one = await write(thread, user, { format: "ai-sdk/v6", external_id: "u" });
    const copy = { role: "user", content: [{ type: "text", text: "question" }], metadata: { custom: {} } };
    await write(thread, copy, { external_id: "u" });
    clock.now++;
    await write(thread, auiMessage, { external_id: "a", parent_external_id: "u" });
    const listed = await list({ format: "ai-sdk/v6" });
    expect(listed.map(({ format, parent_id }) => [format, parent_id])).toEqual([
      ["ai-sdk/v6", one.messageId],
      ["ai-sdk/v6", null],
    ]);
    expect(listed[1]?.content).toBe(JSON.stringify(user));
  });

  test("omits messages that cannot be converted, and fills the page with other messages", async () => {
    const { clock, thread, write, list, counter } = await open();
    const wanted: string[] = [];
    for (let index = 0; index < 12; index++) {
      clock.now++;
      const isWhole = index % 3 === 0;
      const { messageId } = await write(thread, isWhole ? auiMessage : { role: "assistant", content: "damaged" });
      if (isWhole) wanted.unshift(messageId);
    }
    const first = await list({ format: "ai-sdk/v6", limit: "3" });
    expect(first.map(({ id }) => id)).toEqual(wanted.slice(0, 3));
    expect(counter.statements).toBeGreaterThan(1);
    const second = await list({ format: "ai-sdk/v6", limit: "3", after: first.at(-1)?.id });
    expect(second.map(({ id }) => id)).toEqual(wanted.slice(3));
    expect(await list({ limit: "200" })).toHaveLength(12);
    expect(counter.statements).toBe(1);
  });

  test("rejects content that is nested too deeply, and stores no message", async () => {
    const { thread, write, list } = await open();
    const content = JSON.parse(`{"role":"user","content":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    await expect(write(thread, content)).rejects.toThrow("nested too deeply");
    expect(await list({})).toEqual([]);
  });
}
