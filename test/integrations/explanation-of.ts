import { explain } from "./support/provider-of.ts";

/** Returns the text that the dashboard's page "Try a token" shows for a rejected token. */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
