import { z } from "zod";
import { faults } from "../http/http-fault.ts";

/** The body of a refresh. Unknown members are left out, as in the hosted cloud. */
export const refreshBody = z.object({ refresh_token: z.string() });

/** Reads `{ refresh_token }` from a body, whatever its content type says; throws 400 with details. */
export async function readRefreshBody(request: Request): Promise<string> {
  let body: unknown;
  try {
    body = JSON.parse(await request.text());
  } catch {
    throw faults.schema([{ path: "", message: "The body must be JSON." }]);
  }
  const result = refreshBody.safeParse(body);
  if (result.success) return result.data.refresh_token;
  throw faults.schema(result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}
