import { explain } from "./support/provider-of.ts";

/**
 * Returns why the authority rejects a token under the rules of the presets: the fault and the remedy. The dashboard's
 * "Try a token" shows the same.
 */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
