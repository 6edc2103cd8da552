import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../../../dashboard/api/api-error.ts";
import { fieldErrors } from "../../../dashboard/api/field-errors.ts";
import { request } from "../../../dashboard/api/request.ts";

afterEach(() => vi.unstubAllGlobals());

async function failWith(respond: () => Promise<Response>): Promise<ApiError> {
  vi.stubGlobal("fetch", respond);
  const error: unknown = await request("keys").catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error("It did not fail as it should.");
  return error;
}

describe("a request to the admin API", () => {
  it("fieldErrors() returns an error only for a field that the admin API's response names", async () => {
    const error = await failWith(async () =>
      Response.json({ error: "No", fields: { name: "Enter a name" } }, { status: 400 }),
    );
    expect(fieldErrors(error).any).toBe(true);
    expect(fieldErrors(error).of("name")).toBe("Enter a name");
    expect(fieldErrors(error).of("expires")).toBeUndefined();
  });

  it("the error after too many requests states how long to wait", async () => {
    const limited = (retryAfter: number) => async () =>
      Response.json({ error: "Too many", retryAfter }, { status: 429 });
    expect((await failWith(limited(1))).remedy).toBe("Try again in 1 second.");
    expect((await failWith(limited(42))).remedy).toBe("Try again in 42 seconds.");
  });

  it("an unreachable authority and a response that is not JSON cause different errors", async () => {
    expect(await failWith(() => Promise.reject(new TypeError("Failed to fetch")))).toMatchObject({
      status: 0,
      code: "unreachable",
    });
    expect(await failWith(async () => new Response("<html>", { status: 502 }))).toMatchObject({
      status: 502,
      message: "The authority responded with HTTP 502.",
    });
  });

  it("a successful response that cannot be read as JSON is an error", async () => {
    expect(await failWith(async () => new Response("<html>"))).toMatchObject({ status: 0, code: "unreachable" });
  });
});
