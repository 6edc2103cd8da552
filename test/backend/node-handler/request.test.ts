import type { IncomingMessage } from "node:http";
import http2 from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { toNodeHandler } from "../../../src/backend/index.ts";
import { type StartedServer, startServer } from "../start-server.ts";
import { echo, type Handler, setUpNodeServers } from "./set-up-node-servers.ts";

const { servers, serve } = setUpNodeServers();

/**
 * Sends raw bytes to a server, for requests that `fetch` cannot send. Resolves to the raw response when the server
 * closes the connection.
 */
function raw(server: StartedServer, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(request));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

describe("the Request that a Node handler receives", () => {
  it("the handler receives the method, URL, headers and body of a Node request", async () => {
    const server = await serve(async (request) =>
      Response.json({
        method: request.method,
        url: request.url,
        custom: request.headers.get("X-Custom"),
        cookie: request.headers.get("Cookie"),
        body: await request.text(),
      }),
    );
    const response = await fetch(`${server.url}/api/token?x=1`, {
      method: "POST",
      headers: { "X-Custom": "a, b", Cookie: "a=1; b=2" },
      body: "hällo",
    });
    expect(await response.json()).toEqual({
      method: "POST",
      url: `${server.url}/api/token?x=1`,
      custom: "a, b",
      cookie: "a=1; b=2",
      body: "hällo",
    });
  });

  it("streams a request body that consists of many chunks", async () => {
    const server = await serve(async (request) => new Response(String((await request.arrayBuffer()).byteLength)));
    const chunk = new Uint8Array(65_536);
    let left = 40;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left === 0) controller.close();
        else controller.enqueue(chunk);
        left -= 1;
      },
    });
    const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
    expect(await (await fetch(server.url, init)).text()).toBe(String(40 * 65_536));
  });

  it("the client can reuse the connection even if the handler did not read the request body", async () => {
    const server = await serve(() => new Response("unread"));
    for (let turn = 0; turn < 3; turn += 1) {
      const response = await fetch(server.url, { method: "POST", body: "x".repeat(300_000) });
      expect(await response.text()).toBe("unread");
    }
  });

  it("the handler receives an empty body if the Node request has no body", async () => {
    const server = await serve(async (request) => Response.json([request.body === null, await request.text()]));
    expect(await (await fetch(server.url, { method: "POST" })).json()).toEqual([true, ""]);
    expect(await (await fetch(server.url)).json()).toEqual([true, ""]);
  });

  it("the handler also receives the Node request, because frameworks attach data to it", async () => {
    const node = toNodeHandler((_request, { user }: IncomingMessage & { user?: string }) => new Response(user ?? ""));
    const server = await startServer(
      (request, response) => void node(Object.assign(request, { user: "u1" }), response),
    );
    servers.push(server);
    expect(await (await fetch(server.url)).text()).toBe("u1");
  });

  it("reads the URL from proxy headers only if the proxy is trusted", async () => {
    const headers = { "X-Forwarded-Proto": "https, http", "X-Forwarded-Host": "app.example.com, inner" };
    const address: Handler = (request) => new Response(request.url);
    const plain = await serve(address);
    expect(await (await fetch(`${plain.url}/a`, { headers })).text()).toBe(`${plain.url}/a`);
    const trusting = await serve(address, { trustProxy: true });
    expect(await (await fetch(`${trusting.url}/a`, { headers })).text()).toBe("https://app.example.com/a");
    expect(await (await fetch(`${trusting.url}/a`)).text()).toBe(`${trusting.url}/a`);
  });

  it("restores the path prefix that a router removed from the URL", async () => {
    const server = await serve(
      (request) => new Response(new URL(request.url).pathname),
      {},
      async (request) => {
        Object.assign(request, { originalUrl: request.url, url: "/" });
      },
    );
    expect(await (await fetch(`${server.url}/api/token`)).text()).toBe("/api/token");
  });

  it.each([
    ["GET //evil.example/x HTTP/1.1", "/evil.example/x"],
    ["GET http://evil.example/x HTTP/1.1", ""],
  ])("the request's URL has the host from the Host header, not from the request line %s", async (line, rest) => {
    const server = await serve((request) => new Response(request.url));
    const answer = await raw(server, `${line}\r\nHost: app.example.com\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain(`http://app.example.com/${rest}`);
  });

  it.each(["evil.example/path", "a b", "user@host", "host?x"])(
    "S8 returns 400 for the Host header %j",
    async (host) => {
      const handler = vi.fn(echo);
      const server = await serve(handler);
      const answer = await raw(server, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"configuration"');
      expect(handler).not.toHaveBeenCalled();
    },
  );

  it("returns 400 for a method that the fetch standard forbids", async () => {
    const server = await serve(echo);
    expect(await raw(server, "TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("aborts the request's signal if the client disconnects", async () => {
    const aborted = vi.fn();
    const arrived = vi.fn();
    const server = await serve((request) => {
      arrived();
      return new Promise((resolve) => {
        request.signal.addEventListener("abort", () => {
          aborted();
          resolve(new Response("too late"));
        });
      });
    });
    const client = new AbortController();
    const request = fetch(server.url, { method: "POST", body: "x", signal: client.signal });
    await vi.waitFor(() => expect(arrived).toHaveBeenCalled());
    client.abort();
    await expect(request).rejects.toThrow();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledTimes(1));
  });

  it("does not abort the request's signal once the response is complete", async () => {
    let signal: AbortSignal | undefined;
    const server = await serve((request) => {
      signal = request.signal;
      return new Response("done");
    });
    await (await fetch(server.url)).text();
    await server.close();
    expect(signal?.aborted).toBe(false);
  });
});

it("serves HTTP/2 requests, which have no Host header", async () => {
  const node = toNodeHandler(async (request) => Response.json([request.url, await request.text()]));
  const server = http2.createServer((request, response) => void node(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = http2.connect(`http://127.0.0.1:${port}`);
  servers.push({
    close: () =>
      new Promise((resolve) => {
        client.close();
        server.close(() => resolve());
      }),
  });
  const stream = client.request({ ":method": "POST", ":path": "/api" });
  stream.end("two");
  let answer = "";
  for await (const chunk of stream) answer += chunk;
  expect(JSON.parse(answer)).toEqual([`http://127.0.0.1:${port}/api`, "two"]);
});
