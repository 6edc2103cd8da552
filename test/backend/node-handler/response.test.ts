import { Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { toNodeHandler } from "../../../src/backend/index.ts";
import { setUpNodeServers } from "./set-up-node-servers.ts";

const { serve } = setUpNodeServers();

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

  it("ends a response whose write() returns nothing, such as that of an adapter for AWS Lambda", async () => {
    const chunks: Uint8Array[] = [];
    const ended = vi.fn();
    // Such a response never emits `drain`, because it collects the body in memory.
    const response = {
      statusCode: 0,
      headersSent: false,
      writableFinished: false,
      setHeader: () => {},
      write: (chunk: Uint8Array) => void chunks.push(chunk),
      end: ended,
      destroy: () => {},
      once: () => {},
      off: () => {},
    };
    const request = Object.assign(Readable.from([]), { method: "GET", url: "/", headers: { host: "app.example" } });
    void toNodeHandler(() => new Response("token"))(request, response);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect(Buffer.concat(chunks).toString()).toBe("token");
  });
});
