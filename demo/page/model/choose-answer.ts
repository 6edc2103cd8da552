import { explainItself, explainThread, explainToken, explainWorkspace } from "./answers/about-the-page.ts";
import { failOnce } from "./answers/failure.ts";
import { describeFiles } from "./answers/files.ts";
import { inspectToken } from "./answers/inspect-token.ts";
import { showMarkdown } from "./answers/markdown.ts";
import type { Answer, Question } from "./question.ts";

const answers: readonly { pattern: RegExp; answer: (question: Question) => Answer }[] = [
  { pattern: /\bfail|\berror|\bbreak/i, answer: failOnce },
  { pattern: /\btool|\binspect/i, answer: () => inspectToken },
  { pattern: /markdown|format/i, answer: () => showMarkdown },
  { pattern: /workspace|organi[sz]ation|who else|colleague/i, answer: () => explainWorkspace },
  { pattern: /thread|history|saved|stored|kept/i, answer: explainThread },
  { pattern: /token|who am i|expire|signed in/i, answer: () => explainToken },
];

/**
 * Returns the answer to a question. If the question has files, the answer describes the files. Otherwise, returns the
 * first answer whose keyword occurs in the question. Without a keyword, the answer explains the demo.
 */
export function chooseAnswer(question: Question): Answer {
  if (question.files.length > 0) return describeFiles(question);
  return answers.find(({ pattern }) => pattern.test(question.text))?.answer(question) ?? explainItself;
}
