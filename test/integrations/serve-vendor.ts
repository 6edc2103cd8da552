import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One request of an SDK. */
export interface VendorCall {
  readonly path: string;
  /** The fields of the form or JSON body. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** The value of the header in which AWS SDKs send the operation's name. */
  readonly target: string;
}

/** The response of a provider's server. */
export interface VendorAnswer {
  status?: number;
  body?: unknown;
}

/** Starts a provider's server on loopback, for the SDK's base URL; stops with the test. */
export async function serveVendor(answer: (call: VendorCall) => Promise<VendorAnswer>): Promise<URL> {
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
