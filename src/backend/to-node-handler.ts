import { AssistantCloudAuthError } from "../core/errors.ts";
import { requireFunction } from "./require-function.ts";
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
  /** Whether the connection is closed. An HTTP/2 response has `stream` instead. */
  readonly destroyed?: boolean;
  readonly stream?: { readonly destroyed: boolean };
  setHeader(name: string, value: string | string[]): unknown;
  /**
   * Returns false if the response accepts no more data until the event `drain`. The responses of some adapters, such as
   * those for AWS Lambda, return nothing and never emit `drain`.
   */
  write(chunk: Uint8Array): unknown;
  end(): unknown;
  destroy(error?: Error): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}

/** Settings of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Whether to take the public scheme and host from `X-Forwarded-Proto` and `X-Forwarded-Host`. Enable this option only
   * behind a proxy that sets both headers. Without such a proxy, any client can forge the headers. Default: false.
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
 *   request to `handler` as second argument. The option `authorize` of `createTokenHandler` can therefore read
 *   `req.session` or `req.user`
 * @param options whether to trust a proxy's headers
 * @throws `configuration` if `handler` is not a function. The returned handler rejects with `configuration` if it is
 *   called without Node's response
 */
export function toNodeHandler<Node extends NodeRequest = NodeRequest>(
  handler: (request: Request, nodeRequest: Node) => Response | Promise<Response>,
  options: NodeHandlerOptions = {},
): (request: Node, response: NodeResponse) => Promise<void> {
  const { trustProxy = false } = options;
  requireFunction("handler", handler, "such as the result of createTokenHandler()");
  return async (nodeRequest, nodeResponse) => {
    assertNodeResponse(nodeResponse);
    const disconnect = new AbortController();
    const abortUnfinished = () => {
      if (!nodeResponse.writableFinished) disconnect.abort();
    };
    nodeResponse.once("close", abortUnfinished);
    // If the client disconnected before this call, there is no further "close" event.
    if (nodeResponse.destroyed || nodeResponse.stream?.destroyed) abortUnfinished();
    const response = await answer(
      () => toWebRequest(nodeRequest, trustProxy, disconnect.signal),
      (request) => handler(request, nodeRequest),
    );
    await send(response, nodeResponse, disconnect.signal);
  };
}

function assertNodeResponse(response: Partial<NodeResponse> | undefined): void {
  if (typeof response?.setHeader === "function" && typeof response.once === "function") return;
  throw new AssistantCloudAuthError(
    "configuration",
    "The handler of toNodeHandler() was called without Node's response.",
    {
      remedy:
        "In Fastify, pass `request.raw` and `reply.raw`. In frameworks with a Request, such as Hono, Next.js's App Router and Workers, use the route of createTokenHandler() itself.",
    },
  );
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
  const reader = response.body?.getReader();
  const cancel = () => void reader?.cancel().catch(() => {});
  disconnected.addEventListener("abort", cancel);
  // Other code, such as a timeout middleware, may already have answered.
  const isOver = () => disconnected.aborted || node.headersSent;
  if (isOver()) return cancel();
  try {
    let next = await reader?.read();
    if (isOver()) return cancel();
    setHead(response, node);
    for (; next?.done === false && !disconnected.aborted; next = await reader?.read()) {
      if (node.write(next.value) === false) await waitForDrain(node);
    }
    if (!disconnected.aborted) node.end();
  } catch {
    cancel();
    // The status may already have been sent, so the only way to report the failure is to close the connection.
    node.destroy();
  }
}

/** Sets the status and the headers of a Node response. Node sends them with the first chunk of the body. */
function setHead(response: Response, node: NodeResponse): void {
  node.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== "set-cookie") node.setHeader(name, value);
  }
  // Set-Cookie is the only header whose values must not be joined.
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) node.setHeader("set-cookie", cookies);
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
