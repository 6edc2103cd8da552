import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertContent } from "../../../src/threads/formats/convert-content.ts";
import { auiMessage, damagedMessage } from "./generated-messages.ts";
import { readAsChatRuntime, readAsLocalRuntime, type ShownMessage, validateAsServer } from "./read-with-client.ts";

type Part = Readonly<Record<string, unknown>>;

const convert = (message: unknown, requested = "ai-sdk/v6", format = "aui/v0") => {
  const converted = convertContent({ format, content: JSON.stringify(message) }, requested);
  return converted === null ? null : JSON.parse(converted.content);
};
const assistant = (...content: object[]) => ({ role: "assistant", content, metadata: { custom: {} } });
const onePart = (part: object, requested?: string) => convert(assistant(part), requested).parts[0];

/** Returns the message part that `useChatRuntime` must show for a part in the format `aui/v0`. */
function expectedPart(part: Part): Part {
  const { id: _, parentId: __, artifact: ___, approval, unstable_summary: summary, ...rest } = part;
  switch (part["type"]) {
    case "reasoning":
      return { ...rest, text: String(part["text"] ?? "").trim() === "" ? (summary ?? part["text"]) : part["text"] };
    case "image":
      return file(part["image"], mediaTypeOf(part["image"]), part["filename"]);
    case "file":
      return file(part["data"], part["mimeType"], part["filename"]);
    case "generative-ui":
      return { type: "data", name: "generative-ui", data: part["spec"] };
    case "tool-call":
      return expectedTool(rest, approval as Part | undefined);
    default:
      return part["type"] === "source" ? part : rest;
  }
}

const mediaTypeOf = (image: unknown) => /^data:([^;]+)/.exec(String(image))?.[1] ?? "image/png";
const file = (data: unknown, mimeType: unknown, filename: unknown) => ({
  type: "file",
  data: String(data).includes(":") ? data : `data:${mimeType};base64,${data}`,
  mimeType,
  ...(filename === undefined ? {} : { filename }),
});

function expectedTool({ result, modelContent, ...tool }: Part, approval: Part | undefined): Part {
  const isError = tool["isError"] === true;
  const denied = isError && approval?.["approved"] === false;
  const isAnswered = approval?.["approved"] !== undefined;
  const { reason, ...request } = approval ?? {};
  const answered = { ...request, ...(reason === undefined ? {} : { reason }) };
  const shown = denied || (!isError && result === undefined) ? (isAnswered ? answered : request) : answered;
  const keepsApproval = approval && (denied || approval["approved"] === true || (!isError && result === undefined));
  return {
    ...tool,
    isError,
    ...(isError
      ? { result: { error: errorOf(result, denied ? (reason as string) || "Tool approval denied" : null) } }
      : {}),
    ...(!isError && result !== undefined ? { result, ...(modelContent ? { modelContent } : {}) } : {}),
    ...(keepsApproval ? { approval: withoutFalse(shown) } : {}),
  };
}

/** Removes `isAutomatic` if it is false, because the AI SDK's reader keeps only `true`. */
const withoutFalse = ({ isAutomatic, ...rest }: Part) => (isAutomatic === true ? { ...rest, isAutomatic } : rest);

function errorOf(result: unknown, denial: string | null): string {
  if (denial !== null) return denial;
  const entries = typeof result === "object" && result !== null && !Array.isArray(result) ? Object.entries(result) : [];
  const only = entries.length === 1 && entries[0]?.[0] === "error" && typeof entries[0][1] === "string";
  const said = only ? entries[0]?.[1] : result;
  const text = typeof said === "string" ? said : JSON.stringify(said ?? "");
  return text.trim() === "" || text === '""' ? "The tool call failed." : text;
}

/** Removes the fields that only one of `useLocalRuntime` and `useChatRuntime` sets. */
function comparable(part: Part): Part {
  const { argsText: _, status: __, parentId: ___, ...rest } = part;
  return JSON.parse(JSON.stringify(rest));
}

function expectedContent({ role, content }: ShownMessage): Part[] {
  const seen = new Set<unknown>();
  const parts = content.filter((part) => {
    // The AI SDK's reader shows the first call with an id.
    if (part["type"] !== "tool-call") return true;
    if (seen.has(part["toolCallId"])) return false;
    return seen.add(part["toolCallId"]);
  });
  if (role !== "user") return parts.map(expectedPart).map(comparable);
  // The AI SDK's reader shows files of a user as attachments.
  return parts
    .filter((part) => !["file", "image", "audio"].includes(String(part["type"])))
    .map(expectedPart)
    .map(comparable);
}

describe("an aui/v0 message that is requested as ai-sdk/v6", () => {
  test("useChatRuntime shows a converted aui/v0 message as useLocalRuntime shows the original", async () => {
    await fc.assert(
      fc.asyncProperty(auiMessage, async (message) => {
        const stored = JSON.parse(JSON.stringify(message));
        const local = readAsLocalRuntime(stored);
        const converted = convert(stored);
        if (local === null) throw new Error("The generator made a message that no client reads.");
        const chat = readAsChatRuntime(converted);
        const attached = (stored.attachments ?? []).flatMap(({ content }: { content: Part[] }) => content);
        const texts = attached.filter(({ type }: Part) => type === "text" || type === "data");
        const expected = [...expectedContent(local), ...texts.map(comparable)];
        expect(chat.role).toBe(local.role);
        expect(chat.content.map(comparable)).toEqual(expected);
        const files = [...stored.content, ...attached].filter(({ type }) => ["file", "image", "audio"].includes(type));
        if (local.role === "user") expect(chat.attachments).toHaveLength(files.length);
        const { __aui_toolArtifacts: artifacts, ...custom } = chat.metadata["custom"] as Part;
        expect(custom).toEqual(local.metadata["custom"]);
        expect(Object.entries(artifacts ?? {}).length).toBeLessThanOrEqual(stored.content.length);
        expect(chat.metadata["steps"]).toEqual(local.metadata["steps"]);
        expect(chat.metadata["unstable_annotations"]).toEqual(local.metadata["unstable_annotations"]);
        if (converted.role === "assistant" || converted.parts.length > 0) await validateAsServer(converted);
      }),
      { numRuns: 300 },
    );
  });

  test("converts or skips a damaged message and never throws", () => {
    fc.assert(
      fc.property(damagedMessage, (message) => {
        const converted = convert(message);
        if (converted !== null) readAsChatRuntime(converted);
      }),
      { numRuns: 300 },
    );
  });

  test.each([null, false, 0, ""])("a tool call with the result %j becomes a completed call", (result) => {
    const part = onePart({ type: "tool-call", toolCallId: "c", toolName: "t", args: {}, result });
    expect(part).toEqual({ type: "tool-t", toolCallId: "c", input: {}, state: "output-available", output: result });
  });

  test("a tool call without a result becomes a pending call, and a call with an error becomes a failed call", () => {
    const call = { type: "tool-call", toolCallId: "c", toolName: "t", argsText: '{"a":1}' };
    expect(onePart(call)).toEqual({ type: "tool-t", toolCallId: "c", input: { a: 1 }, state: "input-available" });
    expect(onePart({ ...call, result: "broken", isError: true })).toMatchObject({
      state: "output-error",
      errorText: "broken",
    });
    expect(onePart({ ...call, argsText: '{"a":' })).toMatchObject({ input: {} });
  });

  test("stores artifacts and interactions of tool calls in the metadata, under the ids of the calls", () => {
    const call = {
      type: "tool-call",
      toolName: "t",
      args: {},
      artifact: { a: 1 },
      unstable_interactions: { entries: [] },
    };
    const content = [
      { ...call, toolCallId: "__proto__" },
      { ...call, toolCallId: "c", artifact: null },
    ];
    const { metadata } = convert({ role: "assistant", content, metadata: JSON.parse('{"custom":{"__proto__":1}}') });
    expect(JSON.stringify(metadata)).toBe(
      '{"__proto__":1,"__aui_toolArtifacts":{"__proto__":{"a":1},"c":null},' +
        '"__aui_toolInteractions":{"__proto__":{"entries":[]},"c":{"entries":[]}}}',
    );
  });

  test("converts a message part of an unknown type to a data part", () => {
    expect(onePart({ type: "constructor", a: 1 })).toEqual({ type: "data-constructor", data: { a: 1 } });
    expect(onePart({ type: "data-x", data: 1 })).toEqual({ type: "data-x", data: 1 });
    expect(onePart({ type: "generative-ui", spec: { b: 2 } })).toEqual({ type: "data-generative-ui", data: { b: 2 } });
    expect(onePart({ type: "audio", audio: { data: "AAAA", format: "wav" } })).toEqual({
      type: "file",
      mediaType: "audio/wav",
      url: "data:audio/wav;base64,AAAA",
    });
  });

  test("omits only those message parts that lack required fields", () => {
    const parts = ["text", "reasoning", "source", "tool-call", "image", "audio", "file", "data"].map((type) => ({
      type,
    }));
    const content = [null, 1, "x", [], {}, { type: 1 }, ...parts, { type: "text", text: "kept" }];
    expect(convert({ role: "assistant", content })).toEqual({
      role: "assistant",
      parts: [{ type: "text", text: "kept" }],
    });
  });

  test("omits the unsupported parts of a user's message", () => {
    const content = [
      { type: "reasoning", text: "r" },
      { type: "tool-call", toolCallId: "c", toolName: "t", args: {} },
    ];
    expect(convert({ role: "user", content: [...content, { type: "text", text: "a" }] }).parts).toHaveLength(1);
  });
});

describe("each stored format and each requested format", () => {
  test("returns a message unparsed if its format needs no conversion or cannot be converted", () => {
    const stored = { format: "aui/v0", content: "not even JSON" };
    for (const requested of [undefined, "aui/v0", "mine/v1", "constructor", "__proto__"]) {
      expect(convertContent(stored, requested)).toBe(stored);
    }
    for (const format of ["ai-sdk/v6", "mine/v1", "constructor"]) {
      const other = { format, content: "not even JSON" };
      expect(convertContent(other, "ai-sdk/v6")).toBe(other);
      expect(convertContent(other, "ai-sdk/v5")).toBe(other);
    }
  });

  test("returns a message in ai-sdk/v5 unchanged if ai-sdk/v6 is requested", () => {
    const message = {
      role: "assistant",
      parts: [{ type: "step-start" }, { type: "text", text: "a" }],
      metadata: { a: 1 },
    };
    expect(convert(message, "ai-sdk/v6", "ai-sdk/v5")).toEqual(message);
  });

  test("a tool call that is converted to ai-sdk/v5 contains the tool name, but no approval", () => {
    const call = { type: "tool-call", toolCallId: "c", toolName: "t", args: {}, approval: { id: "a", approved: true } };
    expect(convert({ role: "assistant", content: [call], metadata: { custom: { mine: 1 } } }, "ai-sdk/v5")).toEqual({
      role: "assistant",
      parts: [{ type: "tool-t", toolName: "t", toolCallId: "c", input: {}, state: "input-available" }],
      metadata: { custom: { mine: 1 } },
    });
  });

  test.each([
    ["an array as content", "[]"],
    ["no role", '{"content":[]}'],
    ["an unknown role", '{"role":"tool","content":[]}'],
    ["content that is not a list", '{"role":"user","content":"hi"}'],
    ["a system message without text", '{"role":"system","content":[]}'],
    ["truncated JSON", '{"role":"user"'],
    [
      "content nested too deeply",
      `{"role":"user","content":[{"type":"data","name":"a","data":${"[".repeat(20_000)}${"]".repeat(20_000)}}]}`,
    ],
  ])("skips a stored message with %s", (_, content) => {
    expect(convertContent({ format: "aui/v0", content }, "ai-sdk/v6")).toBeNull();
    expect(convertContent({ format: "ai-sdk/v5", content }, "ai-sdk/v6")).toBeNull();
  });

  test("converts a message with a million characters", () => {
    const text = "x".repeat(1_000_000);
    expect(onePart({ type: "text", text }).text).toHaveLength(1_000_000);
    expect(onePart({ type: "image", image: `data:image/png;base64,${text}` }).mediaType).toBe("image/png");
  });
});
