import type { ChatModelAdapter, ThreadMessage } from "@assistant-ui/react";
import { chooseAnswer } from "./choose-answer.ts";
import type { Facts } from "./facts.ts";
import { playScript } from "./play-script.ts";

/**
 * Creates a chat model that plays scripted answers in this page. The demo therefore needs no API key of a model
 * provider and no network access.
 */
export function createScriptedModel(facts: Facts): ChatModelAdapter {
  // The ids of the messages that this model has tried to answer. A request to fail succeeds at the second attempt.
  const answeredIds = new Set<string>();
  return {
    async *run({ messages, abortSignal, unstable_threadId: threadId }) {
      const question = messages.findLast(({ role }) => role === "user");
      if (!question) return;
      const answer = chooseAnswer({
        text: textOf(question),
        files: (question.attachments ?? []).map(({ name, contentType }) => ({ name, contentType: contentType ?? "" })),
        threadId: threadId ?? null,
        turns: messages.filter(({ role }) => role === "user").length,
        isRetry: answeredIds.has(question.id),
      });
      answeredIds.add(question.id);
      yield* playScript(answer(facts), abortSignal);
    },
  };
}

function textOf({ content }: ThreadMessage): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join(" ");
}
