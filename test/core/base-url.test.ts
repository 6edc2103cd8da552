import { inspect } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { normalizeBaseUrl } from "../../src/core/base-url.ts";
import { isAssistantCloudAuthError } from "../../src/core/errors.ts";

function refusal(value: unknown): unknown {
  try {
    normalizeBaseUrl(value);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("normalizeBaseUrl", () => {
  it.each([
    ["https://proj-0abc.assistant-api.com", "https://proj-0abc.assistant-api.com"],
    ["https://proj-0abc.assistant-api.com/", "https://proj-0abc.assistant-api.com"],
    ["https://proj-0abc.assistant-api.com///", "https://proj-0abc.assistant-api.com"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["http://[::1]:8787/", "http://[::1]:8787"],
    ["https://example.com/cloud/api/", "https://example.com/cloud/api"],
  ])("normalizes the base URL %s to %s", (value, expected) => {
    expect(normalizeBaseUrl(value)).toBe(expected);
  });

  it.each([
    ["HTTPS://Cloud.Example.com", "https://cloud.example.com"],
    ["https://cloud.example.com:443/API/", "https://cloud.example.com/API"],
    ["http://cloud.example.com:80", "http://cloud.example.com"],
    ["https://wölke.example.com", "https://xn--wlke-5qa.example.com"],
  ])("F76 normalizes the base URL %s in the same way as `Request` normalizes its URL", (value, expected) => {
    expect(normalizeBaseUrl(value)).toBe(expected);
    expect(new Request(value).url.startsWith(expected)).toBe(true);
  });

  it("returns the base URL's host unchanged on a platform without `URL`", () => {
    vi.stubGlobal("URL", undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(normalizeBaseUrl("https://Cloud.example.com/")).toBe("https://Cloud.example.com");
  });

  it.each([
    ["undefined", undefined, "is missing"],
    ["null", null, "is missing"],
    ["an empty string", "", "is missing"],
    ["a URL object", new URL("https://example.com"), "is missing"],
    ["a path", "/api", "is not an absolute URL"],
    ["a host without a scheme", "example.com", "is not an absolute URL"],
    ["several words", "not a url", "is not an absolute URL"],
    ["a URL without slashes, which fetch resolves against the page", "https:example.com", "is not an absolute URL"],
    ["a URL with backslashes", "https:\\\\example.com", "is not an absolute URL"],
    ["a URL with surrounding spaces", " https://example.com ", "is not an absolute URL"],
    ["a URL with a line break", "https://exam\nple.com", "is not an absolute URL"],
    ["a URL with an impossible port", "https://example.com:99999", "is not an absolute URL"],
    ["an FTP URL", "ftp://example.com", "must start with https:// or http://"],
    ["a host with a port but no scheme", "localhost:8787", "must start with https:// or http://"],
    ["a script URL", "javascript:alert(1)", "must start with https:// or http://"],
    ["a URL with a user name", "https://user@example.com", "must not carry a user name or password"],
    ["a URL with a password", "https://:secret@example.com", "must not carry a user name or password"],
    ["a URL with a query", "https://example.com?project=1", "must not carry a query or fragment"],
    ["a URL with an empty query", "https://example.com/?", "must not carry a query or fragment"],
    ["a URL with a fragment", "https://example.com#top", "must not carry a query or fragment"],
    ["a URL with an empty fragment", "https://example.com/#", "must not carry a query or fragment"],
  ])("rejects the base URL and states the reason if the base URL is %s", (_label, value, problem) => {
    expect(refusal(value)).toMatchObject({
      code: "configuration",
      retryable: false,
      message: `\`baseUrl\` ${problem}.`,
      remedy: expect.stringContaining("absolute URL"),
    });
  });

  it("does not quote a rejected base URL, because it could be an API key", () => {
    const error = refusal("sk_aui_proj_0abc_0verysecret");
    expect(isAssistantCloudAuthError(error)).toBe(true);
    expect(inspect(error, { depth: null })).not.toContain("verysecret");
  });
});
