import type { Facts } from "../facts.ts";
import type { ScriptStep } from "../play-script.ts";
import type { Answer, Question } from "../question.ts";

const say = (...paragraphs: string[]): ScriptStep => ({ type: "text", text: paragraphs.join("\n\n") });

const noToken = "There is no usable token at the moment, so I cannot tell. The panel says why.";

export async function* explainToken({ personName, integration, readClaims }: Facts): AsyncGenerator<ScriptStep> {
  const claims = await readClaims();
  if (claims === null) return yield say(noToken);
  const secondsLeft = Math.max(0, Math.round(claims.expiresAt - Date.now() / 1000));
  yield say(
    `You are **${personName ?? "a visitor"}**, known to the authority as \`${claims.userId}\`.`,
    `- Workspace: \`${claims.workspaceId}\`\n- Lifetime: ${claims.expiresAt - claims.issuedAt} s, of which **${secondsLeft} s** are left\n- Obtained by ${integration}`,
    "The engine renews the token before it expires, so this conversation never waits for one.",
  );
}

export async function* explainWorkspace({
  personName,
  organizationName,
  readClaims,
}: Facts): AsyncGenerator<ScriptStep> {
  const claims = await readClaims();
  if (claims === null) return yield say(noToken);
  if (organizationName === null) {
    return yield say(
      `A visitor has a workspace of their own: \`${claims.workspaceId}\`.`,
      "Sign in and its threads move to your workspace.",
    );
  }
  yield say(
    `This is \`${claims.workspaceId}\`: **${organizationName}**, and in it **${personName}** alone.`,
    "The auth rule composes the id from two claims of the ID token:",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces uses this syntax
    "```text\n${org_id}:${sub}\n```",
    "Switch the organization above and another history appears. For this workspace, a thread of another one does not exist: the server answers *404*.",
  );
}

export function explainThread({ threadId, turns }: Question): Answer {
  return async function* ({ authorityUrl }) {
    const where = threadId === null ? "This thread is being stored" : `This thread is \`${threadId}\`, stored`;
    yield say(
      `${where} by the authority at \`${authorityUrl}\` in an embedded PostgreSQL.`,
      `You have sent ${turns === 1 ? "one message" : `${turns} messages`} in it. Each is kept as a node of a tree, so a second answer to the same message is a branch, not a replacement.`,
      "Reload the page or restart the demo: it is still here. Its title was written by the server, from your first words.",
    );
  };
}

export async function* explainItself({ personName }: Facts): AsyncGenerator<ScriptStep> {
  yield say(
    `Hello${personName === null ? "" : `, ${personName.split(" ")[0]}`}. I am a script in this page, not a language model. Everything around me is real: the sign-in, the token, the threads and the files.`,
    "Ask me about **the token**, **the workspace** or **this thread**. I can also show *Markdown*, call a tool, look at a file, or fail.",
  );
}
