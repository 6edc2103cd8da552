import { createServer, type RequestListener } from "node:http";
import {
  expressWorkspaceGuard,
  fastifyWorkspaceGuard,
  fetchWorkspaceGuard,
  requireWorkspaceToken,
} from "assistant-cloud-auth/verify";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { listenOnFreePort } from "../support/listen-on-free-port.ts";
import { issuer } from "./sign-workspace-token.ts";

const options = { issuer, jwks: { keys: [] } };
const guards = {
  requireWorkspaceToken: requireWorkspaceToken(options),
  expressWorkspaceGuard: expressWorkspaceGuard(options),
  fastifyWorkspaceGuard: fastifyWorkspaceGuard(options),
  fetchWorkspaceGuard: fetchWorkspaceGuard(options, () => new Response()),
};
type Guard = keyof typeof guards;

/** Returns the text of the error with which a framework answers if it calls the guard. */
type Framework = (guard: never) => Promise<string>;

const textOf = (error: unknown) => {
  const { code, message, remedy } = error as { code: string; message: string; remedy: string };
  return [code, message, remedy].join(" ");
};

const inExpress: Framework = async (guard) => {
  const app = express();
  app.use(guard);
  const report: express.ErrorRequestHandler = (error, _request, response, _next) => void response.send(textOf(error));
  app.use(report);
  const { port, close } = await listenOnFreePort(createServer(app as RequestListener));
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const text = await response.text();
  await close();
  return text;
};
const inFastify: Framework = async (guard) => {
  const app = fastify();
  app.addHook("onRequest", guard);
  app.setErrorHandler((error, _request, reply) => void reply.send(textOf(error)));
  app.get("/", () => "served");
  return (await app.inject({ url: "/" })).payload;
};
const inHono: Framework = async (guard) => {
  const app = new Hono().use(guard).get("/", (c) => c.text("served"));
  app.onError((error, c) => c.text(textOf(error)));
  return (await app.request("/")).text();
};
const inFetch: Framework = async (guard) => {
  const call = guard as (request: Request) => Promise<unknown>;
  return Promise.resolve(new Request("https://app.example/"))
    .then(call)
    .then(() => "served", textOf);
};

it.each<[string, Guard, Framework]>([
  ["Express", "requireWorkspaceToken", inExpress],
  ["Express", "fastifyWorkspaceGuard", inExpress],
  ["Express", "fetchWorkspaceGuard", inExpress],
  ["Fastify", "requireWorkspaceToken", inFastify],
  ["Hono", "expressWorkspaceGuard", inHono],
  ["Hono", "fastifyWorkspaceGuard", inHono],
  ["Hono", "fetchWorkspaceGuard", inHono],
  ["a fetch handler", "requireWorkspaceToken", inFetch],
  ["a fetch handler", "expressWorkspaceGuard", inFetch],
])("in %s, %s() fails with `configuration` that names the guard of each framework", async (_, guard, call) => {
  const text = await call(guards[guard] as never);
  expect(text).toContain(`configuration ${guard}() is the guard of another framework.`);
  for (const name of Object.keys(guards)) expect(text).toContain(name);
});

it("fetchWorkspaceGuard() without a handler throws `configuration`", () => {
  expect(() => (fetchWorkspaceGuard as (given: object) => unknown)(options)).toThrow(
    expect.objectContaining({ code: "configuration", message: expect.stringContaining("`handler`") }),
  );
});
