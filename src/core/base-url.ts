import { AssistantCloudAuthError } from "./errors.ts";

/** Checks a base URL and strips its trailing slashes; throws `configuration` with what is wrong. */
export function normalizeBaseUrl(value: unknown): string {
  const fail = (problem: string) =>
    new AssistantCloudAuthError("configuration", `\`baseUrl\` ${problem}.`, {
      remedy: "Pass the absolute URL of the assistant-ui API, such as https://proj-0example.assistant-api.com",
    });
  if (typeof value !== "string" || value === "") throw fail("is missing");
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    // No cause: it would hold the value, which may be a key pasted in the wrong place.
    throw fail("is not an absolute URL");
  }
  if (!/^https?:$/.test(url.protocol)) throw fail("must start with https:// or http://");
  if (url.username || url.password) throw fail("must not carry a user name or password");
  // The parser is lenient where a concatenated URL is not: blanks, `https:host`, an empty query.
  if (/[?#]/.test(value)) throw fail("must not carry a query or fragment");
  if (!/^https?:\/\/[^\s\\]+$/i.test(value)) throw fail("is not an absolute URL");
  return value.replace(/\/+$/, "");
}
