import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { toNodeHandler } from "../../../src/backend/index.ts";
import { setUpNodeServers } from "./set-up-node-servers.ts";

const { servers, serve } = setUpNodeServers();

/** Creates a response whose body never ends. `cancelled` is called when the body is cancelled. */
function endless(first?: Uint8Array) {
  const cancelled = vi.fn();
  const read = vi.fn();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => first && controller.enqueue(first),
    pull: read,
    cancel: cancelled,
  });
  return { response: new Response(body, { headers: { "X-From": "handler" } }), cancelled, read };
}

it.each([
  ["the first chunk", undefined],
  ["the second chunk", new Uint8Array(10)],
])("cancels the body of the response if the client disconnects while the handler waits for %s", async (_, first) => {
  const { response, cancelled, read } = endless(first);
  const server = await serve(() => response);
  const client = get(server.url).on("error", () => {});
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  client.destroy();
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
});

it("cancels the response body if other code has already answered, and leaves that answer unchanged", async () => {
  const { response, cancelled } = endless(new Uint8Array(10));
  const server = await serve(
    () => response,
    {},
    async (_, nodeResponse) => void nodeResponse.writeHead(504).end("timeout"),
  );
  const answer = await fetch(server.url);
  expect([answer.status, await answer.text()]).toEqual([504, "timeout"]);
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
});

it("cancels the response body if other code answers while the handler waits for the first chunk", async () => {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const cancelled = vi.fn();
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
    cancel: cancelled,
  });
  let nodeResponse: ServerResponse | undefined;
  const server = await serve(
    () => new Response(body, { headers: { "X-From": "handler" } }),
    {},
    async (_, given) => {
      nodeResponse = given;
    },
  );
  const request = fetch(server.url);
  await vi.waitFor(() => expect(body.locked).toBe(true));
  nodeResponse?.writeHead(504).end("timeout");
  const answer = await request;
  expect([answer.status, answer.headers.get("X-From"), await answer.text()]).toEqual([504, null, "timeout"]);
  controller?.enqueue(new Uint8Array(10));
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
});

it("aborts the request's signal and cancels the response body if the client disconnected before the call", async () => {
  const { response, cancelled } = endless(new Uint8Array(10));
  const handler = vi.fn((request: Request) => (request.signal.aborted ? response : new Response("not aborted")));
  const node = toNodeHandler(handler);
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push({
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  });
  const client = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" }).on("error", () => {});
  const [nodeRequest, nodeResponse] = (await once(server, "request")) as [IncomingMessage, ServerResponse];
  const closed = once(nodeResponse, "close");
  client.destroy();
  await closed;
  await node(nodeRequest, nodeResponse);
  expect(handler).toHaveBeenCalled();
  expect(cancelled).toHaveBeenCalled();
});
