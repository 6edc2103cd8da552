import { createServer } from "node:http";
import {
  expressWorkspaceGuard,
  fastifyWorkspaceGuard,
  fetchWorkspaceGuard,
  type VerifyOptions,
  workspaceOf,
} from "assistant-cloud-auth/verify";
import express from "express";
import fastify from "fastify";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { listenOnFreePort } from "../support/listen-on-free-port.ts";
import { createTokenSigner, issuer } from "./sign-workspace-token.ts";

let time = Date.UTC(2026, 0, 1, 12);
let signer: Awaited<ReturnType<typeof createTokenSigner>>;
const sendKeys = vi.fn();
const served = vi.fn();

beforeAll(async () => {
  signer = await createTokenSigner(() => time);
});
beforeEach(() => {
  time = Date.UTC(2026, 0, 1, 12);
  served.mockReset();
  sendKeys.mockReset().mockImplementation(async () => Response.json({ keys: [signer.jwk] }));
});

interface Server {
  get(authorization?: string): Promise<Response>;
  close(): Promise<unknown>;
}

const headersOf = (authorization?: string) => (authorization === undefined ? {} : { Authorization: authorization });

async function startExpress(options: VerifyOptions): Promise<Server> {
  const app = express();
  app.use(expressWorkspaceGuard(options));
  app.get("/", (request, response) => {
    served();
    response.json(workspaceOf(request));
  });
  const { port, close } = await listenOnFreePort(createServer(app));
  return { get: (value) => fetch(`http://127.0.0.1:${port}/`, { headers: headersOf(value) }), close };
}

async function startFastify(options: VerifyOptions): Promise<Server> {
  const app = fastify();
  app.addHook("onRequest", fastifyWorkspaceGuard(options));
  app.get("/", async (request) => {
    served();
    return workspaceOf(request);
  });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  return { get: (value) => fetch(url, { headers: headersOf(value) }), close: () => app.close() };
}

async function startFetch(options: VerifyOptions): Promise<Server> {
  const handler = fetchWorkspaceGuard(options, async (_request, workspace, extra: string) => {
    served(extra);
    return Response.json(workspace);
  });
  return {
    get: (value) => handler(new Request("http://resource.test/", { headers: headersOf(value) }), "of the server"),
    close: async () => {},
  };
}

describe.each([
  ["Express", startExpress],
  ["Fastify", startFastify],
  ["a fetch handler", startFetch],
])("the workspace token guard for %s", (_, start) => {
  async function sendRequests(...authorizations: (string | undefined)[]) {
    const server = await start({ issuer, now: () => time, fetch: sendKeys });
    try {
      const responses: Response[] = [];
      for (const authorization of authorizations) responses.push(await server.get(authorization));
      return responses;
    } finally {
      await server.close();
    }
  }

  test("the guard passes the workspace to the route, and fetches the issuer's keys only once", async () => {
    const bearer = `Bearer ${await signer.sign()}`;
    const responses = await sendRequests(bearer, bearer, `bearer ${await signer.sign({ sub: "user-2" })}`);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [first, , last] = await Promise.all(responses.map((response) => response.json()));
    expect(first).toMatchObject({ userId: "user-1", workspaceId: "workspace-1", projectId: "default", issuer });
    expect(last).toMatchObject({ userId: "user-2" });
    expect(sendKeys).toHaveBeenCalledTimes(1);
    expect(served).toHaveBeenCalledTimes(3);
  });

  test("the guard accepts several spaces before the token, which RFC 9110 allows", async () => {
    const [response] = await sendRequests(`Bearer   ${await signer.sign()}`);
    expect(response?.status).toBe(200);
  });

  test("if a request has no token, the guard responds with a challenge that contains no error", async () => {
    for (const response of await sendRequests(
      undefined,
      "",
      "Basic abc",
      "Bearer",
      "Bearer a b",
      "Bearer a  b",
      "Bearer\ta",
    )) {
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="assistant-cloud"');
      expect(await response.json()).toMatchObject({ code: "missing_token" });
    }
    expect(served).not.toHaveBeenCalled();
  });

  test("the guard responds to an invalid token as RFC 6750 defines, and does not quote the token", async () => {
    const expired = await signer.sign({ exp: time / 1000 - 60 });
    const other = await signer.sign({ iss: "https://other.example.com" });
    const [first, second] = await sendRequests(`Bearer ${expired}`, `Bearer ${other}`);
    const challenge = 'Bearer realm="assistant-cloud", error="invalid_token", error_description=';
    expect(first?.status).toBe(401);
    expect(first?.headers.get("WWW-Authenticate")).toBe(`${challenge}"The token has expired."`);
    expect(first?.headers.get("Cache-Control")).toBe("no-store");
    expect(second?.headers.get("WWW-Authenticate")).toBe(`${challenge}"The token comes from another issuer."`);
    const body = await first?.text();
    expect(JSON.parse(body ?? "")).toMatchObject({ code: "expired_token" });
    expect(body).not.toContain(expired.slice(0, 20));
    expect(served).not.toHaveBeenCalled();
  });

  test("the guard returns 503 with Retry-After if the issuer's keys are unavailable", async () => {
    sendKeys.mockRejectedValue(new Error("down"));
    const [response] = await sendRequests(`Bearer ${await signer.sign()}`);
    expect(response?.status).toBe(503);
    expect(response?.headers.get("Retry-After")).toBe("5");
    expect(response?.headers.has("WWW-Authenticate")).toBe(false);
  });
});

test("the Express guard writes nothing if another middleware has already answered", async () => {
  const isAnswered = vi.fn(() => true);
  const setHeader = vi.fn();
  const next = vi.fn();
  const response = {
    statusCode: 504,
    get headersSent() {
      return isAnswered();
    },
    setHeader,
    end: setHeader,
  };
  expressWorkspaceGuard({ issuer, now: () => time, fetch: sendKeys })({ headers: {} }, response, next);
  await vi.waitFor(() => expect(isAnswered).toHaveBeenCalled());
  expect(response.statusCode).toBe(504);
  expect(setHeader).not.toHaveBeenCalled();
  expect(next).not.toHaveBeenCalled();
});

test("if the response throws an error, the Express guard passes the error to the next handler", async () => {
  const failure = new Error("The response cannot be written.");
  const response = {
    statusCode: 200,
    setHeader() {
      throw failure;
    },
    end: vi.fn(),
  };
  const guard = expressWorkspaceGuard({ issuer, now: () => time, fetch: sendKeys });
  expect(await new Promise((resolve) => guard({ headers: {} }, response, resolve))).toBe(failure);
  expect(response.end).not.toHaveBeenCalled();
});

test("if a later handler throws at once, the Express guard calls `next` once and reports the error as uncaught", async () => {
  const failure = new Error("A later handler failed.");
  const next = vi.fn(() => {
    throw failure;
  });
  const uncaught = vi.fn();
  // Vitest would report the rejection as a failure of the test.
  const listeners = process.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners("unhandledRejection").once("unhandledRejection", uncaught);
  const request = { headers: { authorization: `Bearer ${await signer.sign()}` } };
  const response = { statusCode: 200, setHeader: vi.fn(), end: vi.fn() };
  expressWorkspaceGuard({ issuer, now: () => time, fetch: sendKeys })(request, response, next);
  await vi.waitFor(() => expect(next).toHaveBeenCalled());
  await vi.waitFor(() => expect(uncaught).toHaveBeenCalled());
  for (const listener of listeners) process.on("unhandledRejection", listener);
  expect(uncaught.mock.calls[0]?.[0]).toBe(failure);
  expect(next).toHaveBeenCalledExactlyOnceWith();
});

test("the fetch guard passes the handler every argument that the server adds after the request", async () => {
  const server = await startFetch({ issuer, now: () => time, fetch: sendKeys });
  await server.get(`Bearer ${await signer.sign()}`);
  expect(served).toHaveBeenCalledWith("of the server");
});

test("workspaceOf() throws for a request that no guard has checked", () => {
  expect(() => workspaceOf({ workspace: { userId: "made up" } })).toThrowError(
    expect.objectContaining({ code: "configuration", remedy: expect.stringContaining("Guard") }),
  );
});
