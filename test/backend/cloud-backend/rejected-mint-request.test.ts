import { describe, expect, it } from "vitest";
import { startServer } from "../start-server.ts";
import { status } from "./mint-answers.ts";
import { failure, setUpMintServer } from "./set-up-mint-server.ts";

const { server, create } = setUpMintServer();

describe("a rejected mint request", () => {
  it.each([401, 403])(
    "after status %d, does not retry, and the error states that the API key is the cause",
    async (code) => {
      server.answers.push(status(code, { error: "Unknown or expired API key" }));
      const error = await failure(create());
      expect(error).toMatchObject({ code: "rejected", retryable: false });
      expect(error.message).toBe(`The API refused the mint request with ${code}: Unknown or expired API key.`);
      expect(error.remedy).toContain("API key");
      expect(server.requests).toHaveLength(1);
    },
  );

  it("if the server rejects an id, the error suggests another id instead of another API key", async () => {
    server.answers.push(status(403, { error: "Invalid Aui-User-Id header" }));
    const error = await failure(create());
    expect(error.code).toBe("rejected");
    expect(error.remedy).toContain("Use another id");
  });

  it.each(["user_id_header_invalid", "workspace_id_header_invalid"])(
    "after the error code %s, the error suggests another id, whatever the response text says",
    async (code) => {
      server.answers.push(status(403, { error: "Ungültig", code }));
      expect((await failure(create())).remedy).toContain("Use another id");
      server.answers.push(status(403, { error: "Invalid Aui-User-Id header", code: "api_key_unknown" }));
      expect((await failure(create())).remedy).toContain("Check the API key");
    },
  );

  it("if the server rejects the origin of the mint request, the error suggests leaving out `baseUrl`", async () => {
    server.answers.push(status(403, { error: "Origin does not match project ID" }));
    const error = await failure(create());
    expect(error.code).toBe("rejected");
    expect(error.remedy).toContain("Leave `baseUrl` out");
  });

  it("follows no redirect, so no other host receives the API key", async () => {
    const other = await startServer((_request, response) => response.end("{}"));
    try {
      server.answers.push(status(307, "", { Location: `${other.url}/v1/auth/tokens` }));
      const error = await failure(create());
      expect(error).toMatchObject({ code: "configuration" });
      expect(error.remedy).toContain("redirects to");
    } finally {
      await other.close();
    }
  });

  it.each([400, 402, 404, 409])("after status %d, does not retry and suggests checking the base URL", async (code) => {
    server.answers.push(status(code));
    const error = await failure(create());
    expect(error).toMatchObject({ code: "exchange_failed", retryable: false });
    expect(error.remedy).toContain("baseUrl");
    expect(server.requests).toHaveLength(1);
  });

  it("the error omits the email address that the server's reason contains", async () => {
    server.answers.push(status(403, { error: "Invalid Aui-User-Id header: alice@example.com" }));
    expect((await failure(create())).message).not.toContain("alice");
  });
});
