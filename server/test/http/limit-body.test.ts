import { Hono } from "hono";
import { expect, test } from "vitest";
import { limitBody } from "../../src/http/limit-body.ts";
import { streamOf } from "../threads/files/test-attachments.ts";

const app = new Hono();
app.use(limitBody(4, (c) => c.text("Too large", 413)));
app.post("/", async (c) => c.text(await c.req.text()));

const post = async (body: BodyInit | null, headers: Record<string, string> = {}) => {
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  const response = await app.request("/", init);
  return [response.status, await response.text()];
};
const chunked = (...pieces: string[]) => streamOf(pieces.map((piece) => new TextEncoder().encode(piece)));

test("accepts a body of exactly the maximum size, with and without Content-Length", async () => {
  expect(await post("four", { "Content-Length": "4" })).toEqual([200, "four"]);
  expect(await post(chunked("fo", "ur"))).toEqual([200, "four"]);
  expect(await post(null)).toEqual([200, ""]);
  expect(await post(null, { "Content-Length": "0" })).toEqual([200, ""]);
});

test("rejects a body whose Content-Length exceeds the maximum, without reading the body", async () => {
  let isRead = false;
  const body = new ReadableStream(
    {
      pull() {
        isRead = true;
      },
    },
    { highWaterMark: 0 },
  );
  for (const length of ["5", "999999999999", "NaN", "-"]) {
    expect(await post(body, { "Content-Length": length })).toEqual([413, "Too large"]);
  }
  expect(isRead).toBe(false);
});

test("limits a chunked body even if the request also has a Content-Length", async () => {
  expect(await post(chunked("fou", "rs"))).toEqual([413, "Too large"]);
  const both = { "Content-Length": "4", "Transfer-Encoding": "chunked" };
  expect(await post(chunked("fou", "rs"), both)).toEqual([413, "Too large"]);
});
