import { AssistantCloudAuthError } from "./errors.ts";
import { forDeveloper } from "./for-developer.ts";

const HTTP_URL = /^https?:\/\/(?:\[[\da-f:.]+\]|[^\s\\/:@[\]<>^|%?#]+)(?::(\d*))?(?:\/[^\s\\?#]*)?$/i;

/**
 * Validates a base URL and returns it normalized and without trailing slashes. The validation uses a regular expression
 * instead of `URL`. React Native's `URL` validates nothing. A browser's `URL` accepts queries and fragments. A base URL
 * must not have a query or fragment, because paths are appended to the URL.
 *
 * @throws `configuration` with the problem; the message never contains the value, which may be a misplaced API key
 */
export function normalizeBaseUrl(value: unknown): string {
  const url = typeof value === "string" ? HTTP_URL.exec(value) : null;
  if (url === null || Number(url[1] ?? 0) > 65_535) {
    throw new AssistantCloudAuthError(
      "configuration",
      forDeveloper(() => `\`baseUrl\` ${problemOf(value)}.`),
      {
        remedy: forDeveloper(
          "Pass the absolute URL of the assistant-ui API, such as https://proj-0example.assistant-api.com",
        ),
      },
    );
  }
  const text = toRequestForm(url[0]);
  // A regular expression such as /\/+$/ takes quadratic time on many slashes, and some browsers lack lookbehind, so use
  // a loop.
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
}

/**
 * Returns the URL as a `Request` would contain it, so that both can be compared: with a lowercase host, and without the
 * default port. Returns the URL unchanged on a platform without `URL`.
 */
function toRequestForm(url: string): string {
  try {
    return new URL(url).href;
  } catch {
    return url;
  }
}

/** Returns the end of the error message for an invalid base URL, such as "is missing". */
function problemOf(value: unknown): string {
  if (typeof value !== "string" || value === "") return "is missing";
  const scheme = /^([a-z][\w+.-]*):/i.exec(value)?.[1];
  if (scheme === undefined) return "is not an absolute URL";
  if (!/^https?$/i.test(scheme)) return "must start with https:// or http://";
  if (/^https?:\/\/[^/?#\\]*@/i.test(value)) return "must not carry a user name or password";
  return /[?#]/.test(value) ? "must not carry a query or fragment" : "is not an absolute URL";
}
