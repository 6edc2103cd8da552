import { explain } from "./support/vendor-of.ts";

/**
 * Returns the explanation of the authority's "Try a token" for a token under the presets' rules: the fault and the
 * remedy.
 */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
