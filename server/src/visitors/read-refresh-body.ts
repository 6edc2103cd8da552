import { z } from "zod";
import { Refusal } from "../base/refusal.ts";

/** The schema of the body of a refresh. Ignores unknown fields, as the hosted cloud does. */
export const refreshBody = z.object({ refresh_token: z.string() });

/**
 * Returns the refresh token from the JSON body of a request. The request may have any content type. If the body is
 * invalid, throws `schema_validation` with the paths of the invalid fields.
 */
export async function readRefreshBody(request: Request): Promise<string> {
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal("schema_validation", { details: [{ path: "", message: "The body must be JSON." }] });
  }
  const result = refreshBody.safeParse(body);
  if (result.success) return result.data.refresh_token;
  const details = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new Refusal("schema_validation", { details });
}
