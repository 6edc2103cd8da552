import { createServer } from "node:http";
import { connect } from "node:net";
import { serveAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";

const authority = { fetch: async () => new Response("hello") };

test("serveAuthority() listens on a free local port and returns its URL", async () => {
  const server = await serveAuthority({ authority, port: 0 });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect(await (await fetch(server.url)).text()).toBe("hello");
  await server.close();
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});

test("if the port is in use, serveAuthority() throws a typed error with a remedy", async () => {
  const { port, close } = await listenOnFreePort(createServer());
  await expect(serveAuthority({ authority, port })).rejects.toMatchObject({
    name: "AuthorityError",
    code: "port_in_use",
    message: expect.stringContaining(String(port)),
    remedy: expect.stringContaining("port"),
  });
  await close();
});

test.each([[{ port: 70_000 }], [{ port: -1 }], [{ port: 0, hostname: "203.0.113.7" }]])(
  "serveAuthority() throws a typed error for the invalid address %j",
  async (place) => {
    await expect(serveAuthority({ authority, ...place })).rejects.toMatchObject({ code: "invalid_setting" });
  },
);

test("closing the server completes a request in flight and ends idle connections", async () => {
  let answer: (response: Response) => void = () => {};
  let arrived: () => void = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const slow = {
    fetch: () => {
      arrived();
      return new Promise<Response>((resolve) => {
        answer = resolve;
      });
    },
  };
  const server = await serveAuthority({ authority: slow, port: 0 });
  const idle = connect(server.port, "127.0.0.1");
  const idleEnded = new Promise((resolve) => idle.on("close", resolve).on("error", resolve).resume());
  const reply = fetch(server.url);
  await arrival;
  const closing = server.close();
  answer(new Response("late", { headers: { connection: "close" } }));
  expect(await (await reply).text()).toBe("late");
  await Promise.all([closing, idleEnded]);
});
