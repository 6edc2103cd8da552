import { explain } from "./support/provider-of.ts";

/**
 * Returns the fault of a token that the authority rejects, and the remedy. The authority has the rules of all presets.
 * The dashboard's "Try a token" shows the same text.
 */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
