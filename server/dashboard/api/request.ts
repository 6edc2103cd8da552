import type { AdminRefusal } from "../../src/admin/admin-api.ts";
import { ApiError, unreachableError } from "./api-error.ts";

const TIMEOUT_MS = 30_000;

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** The body of a POST or PUT request, sent as JSON. Default: `{}`. */
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Sends a request to the admin API of the authority that served this page, and returns the parsed JSON response.
 * Returns undefined for a response with status 204. Throws an {@link ApiError} for an error response, for a response
 * that is not JSON, or if no response arrives within 30 seconds. If `signal` aborts the request, throws the abort error.
 *
 * @param path relative to `/admin/api/`, such as `rules`
 */
export async function request<ResponseBody>(
  path: string,
  { method = "GET", body, signal }: RequestOptions = {},
): Promise<ResponseBody> {
  const hasBody = method === "POST" || method === "PUT";
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    // The page is at `<authority>/dashboard/`. A proxy may serve the authority below a path, so the URL is relative to
    // the page.
    response = await fetch(new URL(`../admin/api/${path}`, document.baseURI), {
      method,
      credentials: "same-origin",
      cache: "no-store",
      ...(hasBody ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) } : {}),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachableError();
  }
  if (response.status === 204) return undefined as ResponseBody;
  const answer: unknown = await response.json().catch((error: unknown) => {
    if (signal?.aborted) throw error;
    // A cut connection, the timeout, or a proxy's HTML page is not a success.
    if (response.ok) throw unreachableError();
    return null;
  });
  if (!response.ok) throw new ApiError(response.status, (answer ?? {}) as Partial<AdminRefusal>, answer);
  return answer as ResponseBody;
}
