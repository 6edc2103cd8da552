import fc from "fast-check";
import { expect, test } from "vitest";
import { convertContent } from "../../../src/threads/formats/convert-content.ts";
import { auiMessage, damagedMessage } from "./generated-messages.ts";
import { readAsChatRuntime, readAsLocalRuntime, type ShownMessage } from "./read-with-client.ts";

const convert = (message: unknown, format: string, requested: string) => {
  const converted = convertContent({ format, content: JSON.stringify(message) }, requested);
  return converted === null ? null : JSON.parse(converted.content);
};
const toThread = (message: unknown) => convert(message, "ai-sdk/v6", "aui/v0");

type Part = Readonly<Record<string, unknown>>;

/**
 * Returns the visible parts of a message. Includes its attachments, because the AI SDK's runtime shows files as
 * attachments.
 */
function seenIn({ role, content, attachments = [] }: ShownMessage): unknown {
  const parts = [...content, ...attachments.flatMap((each) => each.content)];
  return { role, parts: parts.map(seenOfPart).toSorted() };
}

function seenOfPart(part: Part): string {
  const { type, text, image, data, name, toolName, toolCallId, args, result, isError, id, url } = part;
  switch (type) {
    case "tool-call":
      return JSON.stringify([type, toolName, toolCallId, args, result, isError === true]);
    case "source":
      return JSON.stringify([type, id, url]);
    case "image":
    case "file":
      return JSON.stringify(["file", image ?? data]);
    default:
      return JSON.stringify([type, text, name, data]);
  }
}

function hasUniqueCalls({ parts }: { parts: readonly Part[] }): boolean {
  const ids = parts.flatMap(({ toolCallId }) => toolCallId ?? []);
  return new Set(ids).size === ids.length;
}

test("useLocalRuntime shows a converted ai-sdk/v6 message in the same way that useChatRuntime shows the original", () => {
  fc.assert(
    fc.property(auiMessage, (written) => {
      const message = convert(written, "aui/v0", "ai-sdk/v6");
      // useChatRuntime shows only the first of two calls that have the same id.
      fc.pre(message !== null && hasUniqueCalls(message));
      const shown = readAsLocalRuntime(toThread(message));
      expect(shown).not.toBeNull();
      expect(seenIn(shown as ShownMessage)).toEqual(seenIn(readAsChatRuntime(message)));
    }),
  );
});

test("converts the app's metadata to custom metadata, and preserves the submitted feedback", () => {
  const submittedFeedback = { type: "positive" };
  const metadata = { submittedFeedback, mine: 1, __aui_toolArtifacts: { call: "kept" } };
  expect(toThread({ role: "assistant", parts: [], metadata }).metadata).toEqual({
    submittedFeedback,
    custom: { mine: 1 },
  });
});

test("converts a message from ai-sdk/v5 to aui/v0", () => {
  const message = { role: "user", parts: [{ type: "text", text: "Hi" }] };
  expect(convert(message, "ai-sdk/v5", "aui/v0")).toMatchObject({
    role: "user",
    content: [{ type: "text", text: "Hi" }],
  });
});

test("useLocalRuntime accepts every message that is converted to aui/v0", () => {
  fc.assert(
    fc.property(damagedMessage, (damaged) => {
      const message = convert(damaged, "aui/v0", "ai-sdk/v6") ?? damaged;
      const thread = toThread(message);
      if (thread !== null) expect(readAsLocalRuntime(thread)).not.toBeNull();
    }),
  );
});

test.each([[{ role: "tool", parts: [] }], [{ role: "user" }], [{ role: "system", parts: [] }], [[]], [null]])(
  "skips the stored message %j",
  (message) => {
    expect(toThread(message)).toBeNull();
  },
);
