import { AssistantCloudAuthError } from "./errors.ts";
import { forDeveloper } from "./for-developer.ts";

const SCHEME = /^([a-z][\w+.-]*):/i;
const HAS_USER = /^https?:\/\/[^/?#\\]*@/i;
const HTTP_URL = /^https?:\/\/(?:\[[\da-f:.]+\]|[^\s\\/:@[\]<>^|%]+)(?::(\d*))?(?:\/[^\s\\]*)?$/i;

/**
 * Returns a base URL without its trailing slashes. It does not use `URL`. React Native's `URL` validates nothing, and a
 * browser's `URL` accepts values to which no path can be appended.
 *
 * @throws `configuration` with the problem; the message never contains the value, which may be a misplaced API key
 */
export function normalizeBaseUrl(value: unknown): string {
  const fail = (problem: string | undefined) =>
    new AssistantCloudAuthError(
      "configuration",
      forDeveloper(() => `\`baseUrl\` ${problem}.`),
      {
        remedy: forDeveloper(
          "Pass the absolute URL of the assistant-ui API, such as https://proj-0example.assistant-api.com",
        ),
      },
    );
  if (typeof value !== "string" || value === "") throw fail(forDeveloper("is missing"));
  const scheme = SCHEME.exec(value)?.[1];
  if (scheme === undefined) throw fail(forDeveloper("is not an absolute URL"));
  if (!/^https?$/i.test(scheme)) throw fail(forDeveloper("must start with https:// or http://"));
  if (HAS_USER.test(value)) throw fail(forDeveloper("must not carry a user name or password"));
  if (/[?#]/.test(value)) throw fail(forDeveloper("must not carry a query or fragment"));
  const url = HTTP_URL.exec(value);
  if (url === null || Number(url[1] ?? 0) > 65_535) throw fail(forDeveloper("is not an absolute URL"));
  // A regular expression such as /\/+$/ takes quadratic time on many slashes, and some browsers lack lookbehind.
  let end = value.length;
  while (value[end - 1] === "/") end--;
  return value.slice(0, end);
}
