import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import type { StartedServer } from "../start-server.ts";
import { echo, setUpNodeServers } from "./set-up-node-servers.ts";

const { serve } = setUpNodeServers();

const readAll = async (request: IncomingMessage) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};

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
