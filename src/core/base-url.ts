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
  } catch (cause) {
    throw Object.assign(fail("is not an absolute URL"), { cause });
  }
  if (!/^https?:$/.test(url.protocol)) throw fail("must start with https:// or http://");
  if (url.username || url.password) throw fail("must not carry a user name or password");
  if (url.search || url.hash) throw fail("must not carry a query or fragment");
  return value.replace(/\/+$/, "");
}
