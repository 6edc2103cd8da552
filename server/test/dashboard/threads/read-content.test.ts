import { expect, test } from "vitest";
import { readContent } from "../../../dashboard/threads/read-content.ts";

const read = (content: unknown) => readContent(JSON.stringify(content));

test("reads the texts of messages in both storage formats, in order", () => {
  const parts = [
    { type: "text", text: "a" },
    { type: "reasoning", text: "b" },
  ];
  const expected = [
    { label: null, text: "a" },
    { label: "Reasoning", text: "b" },
  ];
  expect(read({ role: "user", content: parts })).toEqual({ role: "user", parts: expected });
  expect(read({ role: "assistant", parts })).toEqual({ role: "assistant", parts: expected });
  expect(read({ role: "user", content: "plain" }).parts).toEqual([{ label: null, text: "plain" }]);
});

test("labels tool calls, attachments and unknown parts of messages in both storage formats", () => {
  const { parts } = read({
    role: "user",
    content: [
      { type: "tool-call", toolName: "search" },
      { type: "tool-search" },
      { type: "data-x" },
      null,
      { type: 7 },
    ],
    attachments: [{ name: "plan.pdf" }, {}],
  });
  expect(parts.map(({ label }) => label)).toEqual([
    "Tool call: search",
    "Tool call: search",
    "Part: data-x",
    "Part",
    "Part",
    "Attachment: plan.pdf",
    "Attachment",
  ]);
});

test.each([
  ["an unknown format", '{"role":"user","blocks":[1]}', "user"],
  ["a list as its content", "[1]", null],
  ["content that is not JSON", "{", null],
  ["a role that is not a string", '{"role":{}}', null],
])("the dashboard shows the stored text of a message that has %s", (_what, json, role) => {
  const { role: shown, parts } = readContent(json);
  expect(shown).toBe(role);
  expect(parts).toHaveLength(1);
  expect(parts[0]?.text.replace(/\s/g, "")).toBe(json);
});

test("truncates a long part of a message, such as an image in a data URL", () => {
  const { parts } = read({ role: "user", content: [{ type: "image", image: "x".repeat(1_000_000) }] });
  expect(parts[0]?.text.length).toBeLessThan(5_000);
  expect(parts[0]?.text).toMatch(/\n… \d+ more characters$/);
});
