import { explain } from "./support/provider-of.ts";

/**
 * Returns the summary and remedy that the dashboard's "Try a token" shows for a rejected token. The test authority has
 * the rules of all presets.
 */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
