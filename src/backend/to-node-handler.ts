import { type NodeRequest, toWebRequest } from "./to-web-request.ts";
import { refusalResponse } from "./token-responses.ts";

/**
 * The members of a Node response that {@link toNodeHandler} uses. `http.ServerResponse`, Express's response and
 * Fastify's `reply.raw` have these members.
 */
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
   * Whether to take the public scheme and host from `X-Forwarded-Proto` and `X-Forwarded-Host`. Enable it only behind a
   * proxy that sets both headers. Otherwise, any client can forge the headers. Default: false.
   */
  trustProxy?: boolean;
}

/**
 * Converts a fetch handler (`Request` to `Response`) to a handler for `node:http`, Express, Next.js Pages and Fastify.
 * In Fastify, call `reply.hijack()`, then pass `request.raw` and `reply.raw`.
 *
 * The returned handler streams the request body. If a body parser has already read the body, the returned handler
 * serializes the parsed value as text, bytes, JSON or URL-encoded form data. The request's signal aborts when the
 * client disconnects. The response to a malformed request has the status 400 and the body `{ error, code }`. If the
 * fetch handler throws, the response has the status 500.
 *
 * @param handler a fetch handler, such as the result of `createTokenHandler`. The returned handler passes the Node
 *   request to `handler` as second argument, so `authorize` can read `req.session` or `req.user`
 * @param options whether to trust a proxy's headers
 */
export function toNodeHandler<Node extends NodeRequest = NodeRequest>(
  handler: (request: Request, nodeRequest: Node) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): (request: Node, response: NodeResponse) => Promise<void> {
  const { trustProxy = false } = options;
  return async (nodeRequest, nodeResponse) => {
    const disconnect = new AbortController();
    nodeResponse.once("close", () => {
      if (!nodeResponse.writableFinished) disconnect.abort();
    });
    const response = await answer(
      () => toWebRequest(nodeRequest, trustProxy, disconnect.signal),
      (request) => handler(request, nodeRequest),
    );
    await send(response, nodeResponse, disconnect.signal);
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

async function send(response: Response, node: NodeResponse, disconnected: AbortSignal): Promise<void> {
  if (disconnected.aborted) return;
  node.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") node.setHeader(name, value);
  }
  // Set-Cookie is the only header whose values must not be joined.
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) node.setHeader("set-cookie", cookies);
  const reader = response.body?.getReader();
  try {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      if (disconnected.aborted) {
        await reader?.cancel();
        return;
      }
      if (!node.write(next.value)) await waitForDrain(node);
    }
    node.end();
  } catch {
    // The status has already been sent, so the only way to report the failure is to close the connection.
    node.destroy();
  }
}

/** Resolves when the response accepts more data or is closed. */
function waitForDrain(node: NodeResponse): Promise<void> {
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
