import { expect, test } from "vitest";
import { z } from "zod";
import { readBody } from "../../src/admin/http/read-body.ts";
import { answerTo } from "../../src/http/refusal-answers.ts";
import { readRefreshBody } from "../../src/visitors/read-refresh-body.ts";
import { streamOf } from "../threads/files/test-attachments.ts";

test.each([
  ["the admin API", (request: Request) => readBody(request, z.strictObject({}))],
  ["a refresh", readRefreshBody],
])("%s reports an interrupted body as incomplete, not as malformed", async (_, read) => {
  const interruption = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
  const body = streamOf([new TextEncoder().encode('{"refresh')], interruption);
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  const thrown: unknown = await read(new Request("http://localhost", init)).catch((error: unknown) => error);
  expect(answerTo(thrown)).toMatchObject({ status: 400, code: "body_incomplete" });
});
