import { createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
import express from "express";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { startServer } from "./start-server.ts";
import { apiKey, ids, route } from "./token-handler/set-up-token-route.ts";

const tokenRoute = createTokenHandler({ apiKey, authorize: () => ids });
const textOf = (error: unknown) => {
  const { code, message, remedy } = error as { code: string; message: string; remedy: string };
  return [code, message, remedy].join(" ");
};

it("a token route that Express calls directly fails with `configuration` that names toNodeHandler()", async () => {
  const app = express();
  app.post("/", tokenRoute as never);
  const report: express.ErrorRequestHandler = (error, _request, response, _next) => void response.send(textOf(error));
  app.use(report);
  const server = await startServer(app);
  const text = await (await fetch(server.url, { method: "POST" })).text();
  await server.close();
  expect(text).toMatch(/^configuration .*toNodeHandler\(\)/);
});

it("a token route that Hono calls directly fails with `configuration` that names `c.req.raw`", async () => {
  const app = new Hono().post("/", tokenRoute as never);
  app.onError((error, c) => c.text(textOf(error)));
  expect(await (await app.request("/", { method: "POST" })).text()).toMatch(/^configuration .*`c\.req\.raw`/);
});

it("a token route without an argument rejects with `configuration`", async () => {
  await expect((tokenRoute as () => Promise<unknown>)()).rejects.toMatchObject({ code: "configuration" });
});

it("a Node handler that gets a Request rejects with `configuration` that names createTokenHandler()", async () => {
  const call = toNodeHandler(tokenRoute) as unknown as (request: Request) => Promise<void>;
  await expect(call(new Request(route, { method: "POST" }))).rejects.toMatchObject({
    code: "configuration",
    remedy: expect.stringContaining("createTokenHandler()"),
  });
});

it("toNodeHandler() without a handler throws `configuration`", () => {
  expect(() => (toNodeHandler as () => unknown)()).toThrow(
    expect.objectContaining({ code: "configuration", message: "`handler` is not a function." }),
  );
});
