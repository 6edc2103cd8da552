import type { ChatModelRunResult, ThreadAssistantMessagePart } from "@assistant-ui/react";

/** One step of an answer: a text that is streamed word by word, or a tool call with a short delay. */
export type ScriptStep =
  | { type: "text"; text: string }
  | { type: "tool"; name: string; args: Record<string, string>; run(): Promise<ToolResult> };

type ToolPart = Extract<ThreadAssistantMessagePart, { type: "tool-call" }>;
type ToolResult = ToolPart["result"];

const PIECE_MS = 16;
const TOOL_MS = 500;

/** Streams the steps of an answer as a model does: each yielded result contains the whole content so far. */
export async function* playScript(
  steps: AsyncIterable<ScriptStep>,
  signal: AbortSignal,
): AsyncGenerator<ChatModelRunResult, void> {
  const done: ThreadAssistantMessagePart[] = [];
  for await (const step of steps) {
    if (step.type === "text") {
      let text = "";
      for (const piece of step.text.match(/\S+\s*|\s+/g) ?? []) {
        text += piece;
        yield { content: [...done, { type: "text", text }] };
        await pause(PIECE_MS, signal);
      }
      done.push({ type: "text", text });
    } else {
      const call: ToolPart = {
        type: "tool-call",
        toolCallId: `call_${crypto.randomUUID()}`,
        toolName: step.name,
        args: step.args,
        argsText: JSON.stringify(step.args),
      };
      yield { content: [...done, call] };
      await pause(TOOL_MS, signal);
      done.push({ ...call, result: await step.run() });
      yield { content: [...done] };
    }
  }
}

/** Resolves after `ms` milliseconds; rejects with an `AbortError` when the user stops the answer. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("The answer was stopped.", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
