import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listenOnFreePort } from "../../../../test/support/listen-on-free-port.ts";
import { readTitleModel, readTitleVariables } from "../../../src/config/title-settings.ts";
import { createOpenAiTitles } from "../../../src/threads/titles/openai-titles.ts";
import { streamTitle } from "../../../src/threads/titles/title-stream.ts";

const API_KEY = "sk-very-secret-key";

let answer: (response: ServerResponse, request: IncomingMessage) => void;
let seen: { path: string | undefined; headers: IncomingMessage["headers"]; body: unknown }[] = [];
let closed: Promise<void>;
let endpoint: { port: number; close(): Promise<void> };

beforeAll(async () => {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ path: request.url, headers: request.headers, body: JSON.parse(body) });
    closed = new Promise((resolve) => response.on("close", resolve));
    answer(response, request);
  });
  endpoint = await listenOnFreePort(server);
});
afterAll(() => endpoint.close());
beforeEach(() => {
  seen = [];
});

const options = (more: object = {}) =>
  readTitleModel({
    baseUrl: `http://127.0.0.1:${endpoint.port}/v1/`,
    model: "small",
    apiKey: API_KEY,
    ...more,
  });

/** Streams a title from the simulated model. Returns the title, the pieces of the stream and the reported errors. */
async function write() {
  const faults: unknown[] = [];
  const pieces: string[] = [];
  const stream = streamTitle({
    stored: null,
    text: "Tell me about Lisbon",
    generate: createOpenAiTitles(options()),
    store: async () => {},
    onFault: (fault) => void faults.push(fault),
  });
  for await (const piece of stream) pieces.push(piece);
  return { title: pieces.join(""), pieces, faults };
}

const openStream = (response: ServerResponse) =>
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const FALLBACK = "Tell me about Lisbon";

describe("an OpenAI-compatible endpoint that creates titles", () => {
  test("streams a title from the model of an OpenAI-compatible endpoint", async () => {
    answer = (response) => {
      openStream(response);
      response.write(": a comment\n\n");
      response.write(chunk({ role: "assistant", content: "" }));
      for (const content of ["Lisbon", " in", " short 🇵🇹"]) response.write(chunk({ content }));
      response.write(chunk({}, "stop"));
      response.write('data: {"choices":[],"usage":{"total_tokens":7}}\n\n');
      response.end("data: [DONE]\n\n");
    };
    expect(await write()).toEqual({
      title: "Lisbon in short 🇵🇹",
      pieces: ["Lisbon", " in", " short 🇵🇹"],
      faults: [],
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      body: {
        model: "small",
        stream: true,
        messages: [{ role: "system" }, { role: "user", content: "Tell me about Lisbon" }],
      },
    });
  });

  test("reads a stream that arrives byte by byte and mixes LF, CRLF and CR line endings", async () => {
    const text = chunk({ content: "Lisbon é" }) + chunk({ content: " 😀" }).replaceAll("\n", "\r\n");
    const bytes = Buffer.from(
      `\ufeff${text}data: ${JSON.stringify({ choices: [{ delta: { content: "!" } }] })}\r\rdata:[DONE]\n\n`,
    );
    answer = async (response) => {
      openStream(response);
      for (const byte of bytes) {
        await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
      }
      response.end();
    };
    expect((await write()).title).toBe("Lisbon é 😀!");
  });

  test("if the model's response is interrupted, the received part becomes the title", async () => {
    answer = (response) => {
      openStream(response);
      response.write(chunk({ content: "Lisbon" }), () => response.destroy());
    };
    expect(await write()).toMatchObject({ title: "Lisbon", faults: [{ code: "cut_off" }] });
    answer = (response) => {
      openStream(response);
      response.end(chunk({ content: "Lisbon" }));
    };
    expect(await write()).toMatchObject({ title: "Lisbon", faults: [{ code: "cut_off" }] });
  });

  test.each([401, 404, 429, 500, 503])(
    "takes the title from the user's message if the model returns the status %d",
    async (status) => {
      answer = (response) => {
        response.writeHead(status, { "Content-Type": "application/json", "Retry-After": "60" });
        response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${API_KEY}` } }));
      };
      const { title, faults } = await write();
      expect({ title, faults }).toMatchObject({ title: FALLBACK, faults: [{ code: "status", status }] });
      expect(textOf(faults)).not.toContain(API_KEY);
    },
  );

  test.each(["text/html", "application/json", "text/event-streams"])(
    "takes the title from the user's message if the model returns the content type %s",
    async (type) => {
      answer = (response) =>
        response.writeHead(200, { "Content-Type": type }).end("<!doctype html><title>Sign in</title>");
      expect(await write()).toMatchObject({ title: FALLBACK, faults: [{ code: "not_a_stream" }] });
    },
  );

  test.each(["<html>", "[]", "null", "{", '"text"'])(
    "takes the title from the user's message if the model returns the event %s",
    async (data) => {
      answer = (response) => openStream(response).end(`data: ${data}\n\n`);
      expect(await write()).toMatchObject({ title: FALLBACK, faults: [{ code: "not_a_stream" }] });
    },
  );

  test("takes the title from the user's message if the model reports an error inside the stream", async () => {
    answer = (response) => openStream(response).end(`data: {"error":{"message":"overloaded ${API_KEY}"}}\n\n`);
    const { title, faults } = await write();
    expect({ title, faults }).toMatchObject({ title: FALLBACK, faults: [{ code: "reported" }] });
    expect(textOf(faults)).not.toContain(API_KEY);
  });

  test.each(["[]", '[{"delta":null}]', '[{"delta":{"content":[{"text":"a"}]}}]', '"x"', "null"])(
    "ignores unusable `choices` in the model's stream: %s",
    async (choices) => {
      answer = (response) => openStream(response).end(`data: {"choices":${choices}}\n\ndata: [DONE]\n\n`);
      expect(await write()).toMatchObject({ title: FALLBACK, faults: [] });
    },
  );

  test("closes the connection to the model if the caller aborts before or during the model's response", async () => {
    const stop = new AbortController();
    const read = () => createOpenAiTitles(options())({ text: "Lisbon", signal: stop.signal })[Symbol.asyncIterator]();
    answer = (response) => void openStream(response).write(chunk({ content: "Lis" }));
    const slow = read();
    expect(await slow.next()).toEqual({ done: false, value: "Lis" });
    const next = slow.next();
    const silent = read();
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const first = silent.next();
    const both = Promise.allSettled([next, first]);
    const closedSlow = closed;
    await arrived;
    stop.abort();
    expect(await both).toMatchObject([{ reason: { code: "cut_off" } }, { reason: { code: "unreachable" } }]);
    await Promise.all([closedSlow, closed]);
  });

  test("closes the connection once the model has sent a title of the maximum length", async () => {
    answer = (response) => {
      openStream(response);
      const goOn = () => {
        while (!response.destroyed && response.write(chunk({ content: "Lisbon ".repeat(1000) })));
        if (!response.destroyed) response.once("drain", goOn);
      };
      goOn();
    };
    const { title, faults } = await write();
    expect(title.length).toBeLessThanOrEqual(255);
    expect(title).toMatch(/^(Lisbon )+Lis/);
    expect(faults).toEqual([]);
    await closed;
  });

  test("closes the connection if the model's response is too long and contains no title", async () => {
    answer = (response) => {
      openStream(response);
      const goOn = () => {
        while (!response.destroyed && response.write("data: x".repeat(10_000)));
        if (!response.destroyed) response.once("drain", goOn);
      };
      goOn();
    };
    expect(await write()).toMatchObject({ title: FALLBACK, faults: [{ code: "too_long" }] });
    await closed;
  });

  test("follows no redirect, so no other host receives the API key of the model", async () => {
    answer = (response) => response.writeHead(307, { Location: "/elsewhere" }).end();
    expect(await write()).toMatchObject({ title: FALLBACK, faults: [{ code: "unreachable" }] });
    expect(seen).toHaveLength(1);
  });

  test("sends at most 8000 characters of a message, and no Authorization header if the API key is null", async () => {
    answer = (response) => openStream(response).end("data: [DONE]\n\n");
    const generate = createOpenAiTitles(options({ apiKey: null }));
    for await (const _ of generate({ text: "😀".repeat(5000), signal: new AbortController().signal }));
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[0]?.body).toMatchObject({ messages: [{}, { content: "😀".repeat(4000) }] });
  });
});

/** Returns one text that contains the stacks, JSON and causes of all errors. */
const textOf = (faults: readonly unknown[]) =>
  faults.map((fault) => `${(fault as Error).stack} ${JSON.stringify(fault)} ${(fault as Error).cause}`).join();

describe("the options of a title model", () => {
  test.each([
    { baseUrl: "not a url" },
    { baseUrl: "ftp://example.com" },
    { baseUrl: `https://user:${API_KEY}@example.com/v1` },
    { baseUrl: `https://example.com/v1?key=${API_KEY}` },
    { model: "" },
    { apiKey: `${API_KEY}\n` },
    { apiKey: `${API_KEY}é` },
    { apiKey: "" },
    { timeoutMs: 10 },
    { timeoutMs: Number.NaN },
  ])("rejects the option %j of a title model, with an error that does not contain the API key", (more) => {
    const read = () => readTitleModel({ baseUrl: "https://example.com/v1", model: "m", apiKey: API_KEY, ...more });
    expect(read).toThrow(expect.objectContaining({ code: "invalid_setting" }));
    expect(read).not.toThrow(API_KEY);
  });

  test("reads the options of a title model from the environment", () => {
    expect(readTitleVariables({ PATH: "/bin", TITLE_MODEL_API_KEY: "k" })).toBeNull();
    const variables = { TITLE_MODEL_BASE_URL: "https://api.example.com/v1/", TITLE_MODEL: "small" };
    expect(readTitleVariables(variables)).toEqual({
      baseUrl: "https://api.example.com/v1",
      model: "small",
      apiKey: null,
      timeoutMs: 20_000,
      maxLength: 255,
    });
    const more = { ...variables, TITLE_MODEL_API_KEY: "k", TITLE_MODEL_TIMEOUT_MS: "5000" };
    expect(readTitleVariables({ ...more, TITLE_MODEL_MAX_LENGTH: "40" })).toMatchObject({
      ...{ apiKey: "k", timeoutMs: 5000, maxLength: 40 },
    });
    expect(() => readTitleVariables({ ...more, TITLE_MODEL_MAX_LENGTH: "9" })).toThrow("maxLength");
    expect(() => readTitleVariables({ TITLE_MODEL: "small" })).toThrow("baseUrl");
    expect(() => readTitleVariables({ ...variables, TITLE_MODEL_TIMEOUT_MS: "soon" })).toThrow("timeoutMs");
  });
});
