import { type NodeRequest, toWebRequest } from "./to-web-request.ts";
import { refusalResponse } from "./token-responses.ts";

/** What is used of a Node response (`http.ServerResponse`, Express's, and Fastify's `reply.raw`). */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableFinished: boolean;
  setHeader(name: string, value: string | string[]): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}

/** Settings of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Take the public address from `X-Forwarded-Proto` and `X-Forwarded-Host`. Only behind a proxy that sets both:
   * anyone else may write them. Default: false.
   */
  trustProxy?: boolean;
}

/**
 * Lets `node:http`, Express, Fastify (`request.raw`, `reply.raw` after `reply.hijack()`) and Next.js Pages call a
 * handler in the web's own terms.
 *
 * A body that a parser has already read is passed on as text, JSON or a form; any other is streamed. The request's
 * signal aborts when the client goes away. A handler that throws is answered with 500, a malformed request with 400,
 * both as `{ error, code }`.
 *
 * @param handler such as the one of `createTokenHandler`; the Node request is its second argument, so that `authorize`
 *   can read what a framework keeps there, such as `req.session` or `req.user`
 */
export function toNodeHandler<Node extends NodeRequest = NodeRequest>(
  handler: (request: Request, nodeRequest: Node) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): (request: Node, response: NodeResponse) => Promise<void> {
  const { trustProxy = false } = options;
  return async (nodeRequest, nodeResponse) => {
    const gone = new AbortController();
    nodeResponse.once("close", () => {
      if (!nodeResponse.writableFinished) gone.abort();
    });
    const response = await answer(
      () => toWebRequest(nodeRequest, trustProxy, gone.signal),
      (request) => handler(request, nodeRequest),
    );
    await send(response, nodeResponse, gone.signal);
  };
}

async function answer(
  read: () => Request,
  handler: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  let request: Request;
  try {
    request = read();
  } catch {
    return refusalResponse(400, "configuration", "The request is malformed");
  }
  try {
    return await handler(request);
  } catch {
    return refusalResponse(500, "source_failed", "The handler failed");
  }
}

async function send(response: Response, node: NodeResponse, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return;
  node.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") node.setHeader(name, value);
  }
  // The one header whose values must not be joined.
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) node.setHeader("set-cookie", cookies);
  const reader = response.body?.getReader();
  try {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      if (gone.aborted) {
        await reader?.cancel();
        return;
      }
      if (!node.write(next.value)) await drained(node);
    }
    node.end();
  } catch {
    // The status is already on its way: cutting the connection is the only way left to say that it failed.
    node.destroy();
  }
}

function drained(node: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      node.off("drain", settle);
      node.off("close", settle);
      resolve();
    };
    node.once("drain", settle);
    node.once("close", settle);
  });
}
