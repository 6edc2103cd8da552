import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface ProviderRequest {
  readonly path: string;
  /** The fields of the request body, which is JSON or a URL-encoded form. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** The value of the header `X-Amz-Target`, in which AWS SDKs send the operation's name. */
  readonly target: string;
}

export interface ProviderResponse {
  status?: number;
  body?: unknown;
}

/**
 * Starts a local server in place of an auth provider, and returns the server's URL. The server stops when the test
 * ends.
 */
export async function serveProvider(answer: (call: ProviderRequest) => Promise<ProviderResponse>): Promise<URL> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const isJson = /json/.test(request.headers["content-type"] ?? "");
    const { status = 200, body } = await answer({
      path: (request.url ?? "").replace(/\?.*/, ""),
      fields: text === "" ? {} : isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
      target: String(request.headers["x-amz-target"] ?? ""),
    });
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
