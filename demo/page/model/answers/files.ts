import type { Answer, Question } from "../question.ts";

export function describeFiles({ files }: Question): Answer {
  return async function* ({ authorityUrl }) {
    const list = files.map(({ name, contentType }) => `- **${name}**${contentType ? `, \`${contentType}\`` : ""}`);
    yield {
      type: "text",
      text: [
        `I received ${files.length === 1 ? "a file" : `${files.length} files`}:`,
        list.join("\n"),
        `The page uploaded it to \`${authorityUrl}\` through a signed URL. The message stores the address without a credential; the server signs it for fifteen minutes each time it lists this thread, and for this workspace only.`,
      ].join("\n\n"),
    };
  };
}
