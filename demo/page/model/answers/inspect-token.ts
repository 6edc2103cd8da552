import type { Facts } from "../facts.ts";
import type { ScriptStep } from "../play-script.ts";

/** The name of the tool that returns the token's claims. `InspectTokenCall` renders the calls of this tool. */
export const INSPECT_TOKEN = "inspect_token";

export async function* inspectToken({ readClaims }: Facts): AsyncGenerator<ScriptStep> {
  yield { type: "text", text: "I will look at the token that this page holds." };
  const claims = await readClaims();
  yield { type: "tool", name: INSPECT_TOKEN, args: { part: "claims" }, run: async () => claims };
  yield {
    type: "text",
    text:
      claims === null
        ? "The tool found no usable token. The panel says why."
        : "These are its claims. Its text stays in memory: it is in no message, no log and no storage.",
  };
}
