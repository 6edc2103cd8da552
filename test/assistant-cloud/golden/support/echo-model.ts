import type { ChatModelAdapter } from "@assistant-ui/react";
import type { ChatTransport, UIMessage, UIMessageChunk } from "ai";

/**
 * A simulated language model that replies with the user's last message, in two pieces. A test can pause the reply after
 * the first piece.
 */
export interface EchoModel {
  reply(text: string): AsyncIterable<string>;
  /** Pauses replies after their first piece. */
  hold(): void;
  release(): void;
}

export function createEchoModel(): EchoModel {
  let held: Promise<void> | null = null;
  let release = () => {};
  return {
    async *reply(text) {
      yield "Echo:";
      await held;
      yield ` ${text}`;
    },
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release() {
      held = null;
      release();
    },
  };
}

interface TextPart {
  readonly type: string;
  readonly text?: string;
}
const firstText = (parts: readonly TextPart[] = []): string => parts.find(({ type }) => type === "text")?.text ?? "";

/** Returns an adapter that lets `useLocalRuntime` call the model. */
export function toChatAdapter(model: EchoModel): ChatModelAdapter {
  return {
    async *run({ messages }) {
      let text = "";
      for await (const piece of model.reply(firstText(messages.at(-1)?.content))) {
        text += piece;
        yield { content: [{ type: "text", text }] };
      }
    },
  };
}

/** Returns a transport that lets `useChatRuntime` call the model. */
export function toChatTransport(model: EchoModel): ChatTransport<UIMessage> {
  async function* chunks(text: string): AsyncGenerator<UIMessageChunk> {
    yield { type: "start" };
    yield { type: "text-start", id: "1" };
    for await (const delta of model.reply(text)) yield { type: "text-delta", id: "1", delta };
    yield { type: "text-end", id: "1" };
    yield { type: "finish" };
  }
  return {
    async sendMessages({ messages }) {
      const reply = chunks(firstText(messages.at(-1)?.parts));
      return new ReadableStream({
        async pull(controller) {
          const { done, value } = await reply.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
    },
    reconnectToStream: async () => null,
  };
}
