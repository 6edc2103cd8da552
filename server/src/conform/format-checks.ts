import { type ConformanceGroup, createThread } from "./conformance-group.ts";

/**
 * Checks that the server converts stored `aui/v0` messages to `ai-sdk/v6`, so that the AI SDK can read assistant-ui
 * chats. Also checks that messages in the requested format or an unknown format are returned unchanged.
 */
export const formatChecks: ConformanceGroup = {
  name: "formats",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const path = `/threads/${await createThread(caller)}/messages`;
    const aui = {
      role: "assistant",
      content: [
        { type: "reasoning", text: "hm" },
        { type: "text", text: "It is 3." },
        { type: "tool-call", toolCallId: "t1", toolName: "add", args: { a: 1, b: 2 }, argsText: "{}", result: 0 },
      ],
      status: { type: "complete", reason: "stop" },
      metadata: { custom: { mood: "calm" } },
    };
    await call("POST", path, { parent_id: null, format: "aui/v0", content: aui });
    await call("POST", path, { parent_id: null, format: "other/v9", content: { role: "user", x: 1 } });
    const list = async (format: string) =>
      (await call("GET", `${path}?format=${format}&limit=200`)).body?.messages ?? [];
    const asStored = await list("aui/v0");
    assert.equal(
      "the stored format comes back as stored",
      asStored.find((m: { format: string }) => m.format === "aui/v0")?.content,
      aui,
    );
    const converted = (await list("ai-sdk/v6")).find((message: { format: string }) => message.format === "ai-sdk/v6");
    assert.ok("aui/v0 is converted to ai-sdk/v6", converted !== undefined);
    const parts: { type: string }[] = converted?.content?.parts ?? [];
    assert.equal(
      "its parts keep their order",
      parts.map(({ type }) => type),
      ["reasoning", "text", "tool-add"],
    );
    assert.equal("text stays", parts[1], { type: "text", text: "It is 3." });
    assert.ok("a tool result that is 0 counts", "output" in (parts[2] ?? {}) && parts[2] !== undefined, parts[2]);
    assert.equal("custom metadata is spread", converted?.content?.metadata?.mood, "calm");
    assert.equal(
      "an unknown format comes back untouched",
      asStored.find((m: { format: string }) => m.format === "other/v9")?.content,
      { role: "user", x: 1 },
    );
  },
};
