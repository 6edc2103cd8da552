import { explain } from "./support/vendor-of.ts";

/** What the authority's "test a token" says of a token under the presets' rules: what is wrong, and the remedy. */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
