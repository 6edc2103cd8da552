import { explainItself, explainThread, explainToken, explainWorkspace } from "./answers/about-the-page.ts";
import { failOnce } from "./answers/failure.ts";
import { describeFiles } from "./answers/files.ts";
import { inspectToken } from "./answers/inspect-token.ts";
import { showMarkdown } from "./answers/markdown.ts";
import type { Answer, Question } from "./question.ts";

const answers: readonly { asks: RegExp; answer: (question: Question) => Answer }[] = [
  { asks: /\bfail|\berror|\bbreak/i, answer: failOnce },
  { asks: /\btool|\binspect/i, answer: () => inspectToken },
  { asks: /markdown|format/i, answer: () => showMarkdown },
  { asks: /workspace|organi[sz]ation|who else|colleague/i, answer: () => explainWorkspace },
  { asks: /thread|history|saved|stored|kept/i, answer: explainThread },
  { asks: /token|who am i|expire|signed in/i, answer: () => explainToken },
];

/**
 * Returns the answer about files for a question with files. Otherwise, returns the first answer with a keyword in the
 * question. Without a keyword, returns the answer that explains the demo.
 */
export function chooseAnswer(question: Question): Answer {
  if (question.files.length > 0) return describeFiles(question);
  return answers.find(({ asks }) => asks.test(question.text))?.answer(question) ?? explainItself;
}
