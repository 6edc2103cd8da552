import { describe, expect, test } from "vitest";
import { titleRequestBody } from "../../../src/threads/titles/title-request.ts";

const request = (messages: unknown) => ({ thread_id: "thread_0a", assistant_id: "system/thread_title", messages });
const textOf = (messages: unknown) => titleRequestBody.parse(request(messages)).text;
const user = (...texts: string[]) => ({ role: "user", content: texts.map((text) => ({ type: "text", text })) });

describe("a client's request for a thread title", () => {
  test("reads the text of a user message that assistant-ui sends, and ignores all other fields", () => {
    const state = {
      id: "m1",
      createdAt: "2026-01-01T12:00:00.000Z",
      ...user("Where is ", "Lisbon?"),
      attachments: [{ id: "a", content: [{ type: "image", image: "x" }] }],
      metadata: { custom: {} },
      parts: [],
      composer: { text: "", isEditing: false },
      index: 0,
      __proto__: null,
    };
    const body = { ...request([state]), more: 1, tools: {} };
    expect(titleRequestBody.parse(body)).toEqual({
      threadId: "thread_0a",
      assistantId: "system/thread_title",
      text: "Where is Lisbon?",
    });
  });

  test("takes the title from the first user message that contains text", () => {
    const image = { role: "user", content: [{ type: "image", image: "x" }] };
    const reply = { role: "assistant", content: [{ type: "text", text: "Hello" }] };
    expect(textOf([reply, image, user(" \n"), user("second"), user("third")])).toBe("second");
    expect(textOf([reply, image])).toBeNull();
    expect(textOf([])).toBeNull();
    expect(textOf([{ role: "user", content: [{ type: "text", text: 1 }, { type: "text" }] }])).toBeNull();
  });

  test.each([
    ["an object instead of a list", {}],
    ["no messages", undefined],
    ["an unknown role", [{ role: "tool", content: [] }]],
    ["a role named constructor", [{ role: "constructor", content: [] }]],
    ["a string as content", [{ role: "user", content: "hi" }]],
    ["a part without a type", [{ role: "user", content: [{ text: "hi" }] }]],
    ["null as a part", [{ role: "user", content: [null] }]],
    ["null as a message", [null]],
  ])("rejects a title request with %s", (_, messages) => {
    const result = titleRequestBody.safeParse(request(messages));
    expect(result.error?.issues[0]).toMatchObject({ path: ["messages"] });
  });

  test("accepts a title request of more than 2 MB", () => {
    const parts = Array.from({ length: 2000 }, (_, index) => ({ type: "tool-call", index, args: "x".repeat(1000) }));
    const text = "y".repeat(1_000_000);
    expect(textOf([{ role: "user", content: [...parts, { type: "text", text }] }])).toHaveLength(1_000_000);
  });
});
