import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError, createTokenHandler, type TokenHandlerOptions } from "../../../src/backend/index.ts";
import { setUpTokenRoute } from "./set-up-token-route.ts";

const { handler } = setUpTokenRoute();

describe("the settings of createTokenHandler()", () => {
  it("throws if `authorize` is missing", () => {
    expect(() => handler({ authorize: undefined as unknown as TokenHandlerOptions["authorize"] })).toThrow(
      expect.objectContaining({ code: "configuration", message: "`authorize` is not a function." }),
    );
  });

  it("throws `configuration` if the options are missing", () => {
    for (const options of [undefined, null]) {
      expect(() => createTokenHandler(options as never)).toThrow(
        expect.objectContaining({ code: "configuration", message: "`apiKey` is missing." }),
      );
    }
  });

  it.each([
    ["allowedOrigins", null],
    ["allowedOrigins", "https://app.example.com"],
    ["onError", null],
  ])("throws `configuration` that names `%s` for the value %j", (name, value) => {
    expect(() => handler({ [name]: value })).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining(`\`${name}\``) }),
    );
  });

  it("throws in a browser as soon as the handler is created", () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", {});
    expect(() => handler()).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("in a browser") }),
    );
  });

  it("checks the settings when the handler is created, not at the first request", () => {
    expect(() => handler({ apiKey: "sk_live_verysecret" })).toThrow(AssistantCloudAuthError);
    expect(() => handler({ baseUrl: "/api" })).toThrow(AssistantCloudAuthError);
  });
});
