import { explain } from "./support/provider-of.ts";

/** Explains why the test authority rejects a token, in the words of the dashboard's page "Try a token". */
export async function explanationOf(token: string): Promise<string> {
  const { summary, remedy } = await explain(token);
  return `${summary} ${remedy}`;
}
