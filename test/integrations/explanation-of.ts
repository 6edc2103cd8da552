import { explain } from "./support/vendor-of.ts";

/**
 * Returns the explanation that the authority's "Try a token" shows under the presets' rules: the fault and the remedy.
 */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
