import { Refusal } from "../../base/refusal.ts";
import { answerTo, isServerFailure } from "../../http/refusal-answers.ts";
import { refuse } from "../../http/respond.ts";
import type { FileAccess, OpenFileAccess } from "../../threads/files/file-access.ts";
import { receiveFile } from "./receive-file.ts";
import { sendFile } from "./send-file.ts";

export interface FileHandlerDependencies {
  readonly openAccess: OpenFileAccess;
  /** The wall clock, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Receives each error that causes a 500 or 503 response. */
  readonly onFault: (error: unknown) => void;
}

/** The CORS headers that let pages of any origin read a response. They are safe, because the server ignores cookies. */
const ANY_PAGE: Readonly<Record<string, string>> = { "Access-Control-Allow-Origin": "*" };

const EXPOSED = "Content-Disposition,Content-Length,Content-Range,ETag";

const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "GET,HEAD,PUT",
  "Access-Control-Allow-Headers": "Content-Type,If-None-Match,If-Range,Range",
  "Access-Control-Max-Age": "7200",
};

/**
 * Creates the handler of requests to signed file URLs. The handler accepts `GET`, `HEAD`, `PUT` and `OPTIONS`. The
 * signature in the URL is the only credential; the handler ignores `Authorization`.
 *
 * @returns a fetch handler. Its second argument contains the CORS headers. By default, they allow every origin.
 */
export function createFileHandler({ openAccess, now, onFault }: FileHandlerDependencies) {
  function authorize(method: "GET" | "PUT", url: string): FileAccess {
    const access = openAccess(method, new URL(url));
    if (typeof access === "string") throw new Refusal(access);
    return access;
  }

  async function answer(request: Request, cors: Readonly<Record<string, string>>): Promise<Response> {
    switch (request.method) {
      case "OPTIONS":
        return new Response(null, { status: 204, headers: { ...PREFLIGHT_HEADERS, ...cors } });
      case "PUT":
        return receiveFile(request, authorize("PUT", request.url), now, cors);
      case "GET":
      case "HEAD":
        return sendFile(request, authorize("GET", request.url), now(), cors);
      default:
        throw new Refusal("not_found");
    }
  }

  return async (request: Request, pageHeaders: Readonly<Record<string, string>> = ANY_PAGE): Promise<Response> => {
    const cors = { ...pageHeaders, "Access-Control-Expose-Headers": EXPOSED };
    try {
      return await answer(request, cors);
    } catch (error) {
      const refused = answerTo(error);
      if (isServerFailure(refused)) onFault(error);
      const response = refuse(refused, cors);
      return request.method === "HEAD" ? new Response(null, response) : response;
    }
  };
}
