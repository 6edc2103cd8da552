import type { ChatModelAdapter, ThreadMessage } from "@assistant-ui/react";

const lastText = (messages: readonly ThreadMessage[]): string => {
  const [part] = messages.at(-1)?.content ?? [];
  return part?.type === "text" ? part.text : "";
};

/** Streams a reply in two pieces. */
export const echo: ChatModelAdapter = {
  async *run({ messages }) {
    yield { content: [{ type: "text", text: "Echo:" }] };
    yield { content: [{ type: "text", text: `Echo: ${lastText(messages)}` }] };
  },
};

/** A model that stops after the first piece, until it is released. */
export function createHeldModel(): { model: ChatModelAdapter; release(): void } {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  const model: ChatModelAdapter = {
    async *run({ messages }) {
      yield { content: [{ type: "text", text: "Echo:" }] };
      await promise;
      yield { content: [{ type: "text", text: `Echo: ${lastText(messages)}` }] };
    },
  };
  return { model, release };
}
