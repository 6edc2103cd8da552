import { describe, expect, test } from "vitest";
import { splitLines } from "../../../src/threads/transfer/split-lines.ts";
import { readLine } from "../../../src/threads/transfer/transfer-line.ts";
import { generateExport, longContent } from "./generated-export.ts";

const lines = [...generateExport(40)];
const ofType = (type: string) => lines.find((line) => line.startsWith(`{"type":"${type}"`)) ?? "";

describe("a line in an export of threads", () => {
  test("reads the role and the exact content of a message from an export line", () => {
    for (const line of lines.filter((each) => each.startsWith('{"type":"message"'))) {
      const record = readLine(line, 1);
      if (record.type !== "message") throw new Error(line);
      expect(line.endsWith(`,"content":${record.content}}`)).toBe(true);
      const { role } = JSON.parse(record.content);
      expect(record.role).toBe(typeof role === "string" ? role : null);
    }
  });

  const message = ofType("message");
  const thread = ofType("thread");

  test("reads lines that another program has formatted", () => {
    for (const line of lines) {
      const record = JSON.parse(line);
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      for (const other of [JSON.stringify(record, null, 1).replaceAll("\n", " "), JSON.stringify(reversed)]) {
        const [own, foreign] = [readLine(line, 1), readLine(other, 1)];
        if (own.type !== "message" || foreign.type !== "message") expect(foreign).toEqual(own);
        else expect({ ...foreign, content: JSON.parse(foreign.content) }).toEqual({ ...own, content: record.content });
      }
    }
  });

  test.each([
    ["height", message.replace(/"height":\d+/, '"height":-1')],
    ["created_at", thread.replace(/"created_at":"[^"]*"/, '"created_at":"soon"')],
    ["content", message.replace(/,"content":.*$/, ',"content":[]}')],
    ["type", '{"type":"constructor"}'],
  ])("names an invalid field of a line: %s", (field, line) => {
    expect(() => readLine(line, 3)).toThrow(
      `\`line 3\` is not one of an export of threads: \`${field}\` is missing or invalid`,
    );
  });

  test.each([
    ["text that is not JSON", "{"],
    ["an object of an unknown type", '{"type":"constructor"}'],
    ["an array", "[]"],
    ["a header of a newer version", '{"type":"header","format":"assistant-cloud-threads","version":2}'],
    ["a message without content", message.replace(/,"content":.*$/, "}")],
    ["a message whose content is not an object", message.replace(/,"content":.*$/, ',"content":[]}')],
    ["a truncated message", message.slice(0, -1)],
    ["a message followed by other text", `${message}{}`],
    [
      "a message with too much content",
      message.replace(/,"content":.*$/, `,"content":${longContent.replace("x", "x".repeat(50_000))}}`),
    ],
    ["a message with a height below zero", message.replace(/"height":\d+/, '"height":-1')],
    ["a message with an invalid time", message.replace(/"created_at":"[^"]*"/, '"created_at":"soon"')],
    ["a message with an id that no database can store", message.replace(/"id":"[^"]*"/, '"id":"\\u0000"')],
    ["a thread with an unknown key", thread.replace(/\}$/, ',"more":1}')],
    ["a thread with invalid metadata", thread.replace(/"metadata":.*$/, '"metadata":{"a":1}}')],
  ])("rejects an import line that is %s", (_, line) => {
    expect(() => readLine(line, 12)).toThrow(expect.objectContaining({ code: "invalid_setting" }));
    expect(() => readLine(line, 12)).toThrow(/^`line 12` /);
  });
});

async function split(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const all: string[] = [];
  for await (const line of splitLines(stream())) all.push(line);
  return all;
}

describe("the lines of an import stream", () => {
  test("reads the same lines no matter how a stream is split into chunks", async () => {
    const bytes = Buffer.from("a\né😀\r\n\n\u2028b");
    const expected = ["a", "é😀", "", "\u2028b"];
    expect(await split(bytes)).toEqual(expected);
    expect(await split(...[...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
    expect(await split("a\n")).toEqual(["a"]);
    expect(await split()).toEqual([]);
  });

  test("rejects a stream that is not UTF-8 or has a line that is too long", async () => {
    await expect(split("a\n", Buffer.of(0xff))).rejects.toThrow("`line 2` is not UTF-8");
    await expect(split("a\nb", Buffer.of(0xc3))).rejects.toThrow("`line 2` is not UTF-8");
    await expect(split("a\n", ...Array(40).fill("x".repeat(100_000)))).rejects.toThrow("`line 2` is too long");
    const long = "x".repeat(2 * 1024 * 1024 + 1);
    await expect(split(`a\n${long}\nb`)).rejects.toThrow("`line 2` is too long");
  });
});
