import type { IncomingMessage, ServerResponse } from "node:http";
import http2 from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type NodeHandlerOptions, toNodeHandler } from "../../src/backend/index.ts";
import { type StartedServer, startServer } from "./start-server.ts";

const servers: Pick<StartedServer, "close">[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Handler = (request: Request) => Response | Promise<Response>;
/** Starts a server that passes each request to the handler. `before` runs first, as a framework's middleware does. */
async function serve(
  handler: Handler,
  options?: NodeHandlerOptions,
  before: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => {},
): Promise<StartedServer> {
  const node = toNodeHandler(handler, options);
  const server = await startServer(async (request, response) => {
    await before(request, response);
    await node(request, response);
  });
  servers.push(server);
  return server;
}

const readAll = async (request: IncomingMessage) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};
const echo: Handler = async (request) => new Response(await request.text());

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

describe("a request body that a parser has already read", () => {
  const parsed = (parse: (text: string) => unknown) =>
    serve(
      async (request) => Response.json({ type: request.headers.get("Content-Type"), body: await request.text() }),
      {},
      async (request) => {
        Object.assign(request, { body: parse(await readAll(request)) });
      },
    );
  const send = async (server: StartedServer, type: string, body: string) =>
    (await fetch(server.url, { method: "POST", headers: { "Content-Type": type }, body })).json();

  it("the handler receives JSON if a parser parsed the body as JSON", async () => {
    const server = await parsed((text) => JSON.parse(text) as unknown);
    expect(await send(server, "application/json", '{ "a": [1, "ü"] }')).toEqual({
      type: "application/json",
      body: '{"a":[1,"ü"]}',
    });
  });

  it("the handler receives a form if a parser parsed the body as a form", async () => {
    const server = await parsed(() => ({ a: "1 2", b: ["x", "y"] }));
    const type = "application/x-www-form-urlencoded";
    expect(await send(server, type, "a=1+2&b=x&b=y")).toEqual({ type, body: "a=1+2&b=x&b=y" });
  });

  it("the handler receives the unchanged body if a parser parsed it as text or bytes", async () => {
    const text = await parsed((value) => value);
    expect(await send(text, "text/plain", "plain")).toMatchObject({ body: "plain" });
    const bytes = await parsed((value) => Buffer.from(value));
    expect(await send(bytes, "application/octet-stream", "bytes")).toMatchObject({ body: "bytes" });
  });

  it("an empty request body stays empty, whatever the parser returned for it", async () => {
    const server = await parsed(() => ({}));
    const response = await fetch(server.url, { method: "POST" });
    expect(await response.json()).toMatchObject({ body: "" });
  });

  it("the handler receives an empty body if a parser consumed the body and stored no result", async () => {
    const server = await serve(echo, {}, async (request) => {
      await readAll(request);
    });
    expect(await (await fetch(server.url, { method: "POST", body: "gone" })).text()).toBe("");
  });
});

describe("the Response that a Node handler sends", () => {
  it("sends the status and headers of the handler's response, with one Set-Cookie header for each cookie", async () => {
    const server = await serve(() => {
      const headers = new Headers({ "X-Custom": "yes" });
      headers.append("Set-Cookie", "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT");
      headers.append("Set-Cookie", "b=2");
      return new Response(null, { status: 204, headers });
    });
    const response = await fetch(server.url);
    expect(response.status).toBe(204);
    expect(response.headers.get("X-Custom")).toBe("yes");
    expect(response.headers.getSetCookie()).toEqual(["a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT", "b=2"]);
  });

  it("the client receives every byte of a streamed response of 8 MB", async () => {
    const chunk = new Uint8Array(1_000_000);
    let left = 8;
    const server = await serve(
      () =>
        new Response(
          new ReadableStream<Uint8Array>({
            pull(controller) {
              left -= 1;
              if (left < 0) controller.close();
              else controller.enqueue(chunk);
            },
          }),
        ),
    );
    expect((await (await fetch(server.url)).arrayBuffer()).byteLength).toBe(8_000_000);
  });

  it("returns 500 without the original message if the handler throws", async () => {
    const server = await serve(() => {
      throw new Error("secret-cookie");
    });
    const response = await fetch(server.url);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: "The handler failed", code: "source_failed" });
  });

  it("closes the connection if the stream of the response body throws an error", async () => {
    const server = await serve(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new Uint8Array(10));
            },
            pull() {
              throw new Error("broken");
            },
          }),
        ),
    );
    await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
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
