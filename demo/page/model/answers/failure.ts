import type { Answer, Question } from "../question.ts";

export function failOnce({ isRetry }: Question): Answer {
  return async function* () {
    if (!isRetry) {
      yield { type: "text", text: "Here is the beginning of an answer, and then" };
      throw new Error("The connection to the model was lost.");
    }
    yield {
      type: "text",
      text: "The second attempt worked. The failed one is still in the thread: use the arrows below to go back to it.",
    };
  };
}
