import type { AuthorityError } from "../../base/authority-error.ts";
import { settingRefusal } from "../../base/setting-refusal.ts";

/**
 * Reads the values that a caller passes to a preset. Corrects common mistakes, and throws `invalid_rule` for other
 * invalid values.
 */
export interface InputReader<Field extends string> {
  /** Returns the trimmed text of a required field. The text has 1 to 1024 characters and no whitespace. */
  text(field: Field): string;
  /** Returns the trimmed text of a required field. Unlike `text`, allows single spaces between words. */
  phrase(field: Field): string;
  /** Returns the text of an optional field; undefined if the field is missing. */
  optional(field: Field): string | undefined;
  /**
   * Returns the values of a field that accepts one or more texts; an empty list if the field is missing. Throws
   * `invalid_rule` if the caller passes an empty list.
   */
  list(field: Field): string[];
  /** Returns the host name in a required field, in lower case. Removes `https://` and a trailing slash. */
  domain(field: Field): string;
  /**
   * Returns the absolute http or https URL in a required field. Removes a trailing slash. Rejects a URL with a user
   * name, query or fragment.
   */
  url(field: Field): URL;
  refuse(field: Field, problem: string, remedy: string): AuthorityError;
}

const MAX_LENGTH = 1024;

/**
 * Creates the {@link InputReader} of a preset.
 *
 * @param title the provider's name, for error messages
 * @param input the values that the caller passes
 * @param examples a valid value of each field, for error messages
 */
export function createInputReader<Field extends string>(
  title: string,
  input: Readonly<Record<string, unknown>>,
  examples: Readonly<Record<Field, { example: string }>>,
): InputReader<Field> {
  const inputOf = (field: Field) => (Object.hasOwn(input, field) ? input[field] : undefined);
  const exampleRemedy = (field: Field) => `Enter a value such as ${examples[field].example}.`;

  function refuse(field: Field, problem: string, remedy: string): AuthorityError {
    return settingRefusal("preset_rule_invalid", { title, field, problem, remedy });
  }
  function check(field: Field, value: unknown, forbidden = /[\s\p{Cc}]/u): string {
    if (value === undefined || value === null) throw refuse(field, "is missing", exampleRemedy(field));
    if (typeof value !== "string") throw refuse(field, "is not a text", exampleRemedy(field));
    const text = value.trim();
    if (text === "") throw refuse(field, "is empty", exampleRemedy(field));
    if (text.length > MAX_LENGTH) throw refuse(field, `has more than ${MAX_LENGTH} characters`, exampleRemedy(field));
    if (forbidden.test(text)) throw refuse(field, "contains a space", exampleRemedy(field));
    if (text.startsWith("sk_") || text.startsWith("eyJ")) {
      throw refuse(field, "is a secret key or a token", `No secret is needed here. ${exampleRemedy(field)}`);
    }
    return text;
  }
  const text = (field: Field) => check(field, inputOf(field));

  return {
    refuse,
    text,
    phrase: (field) => check(field, inputOf(field), /\p{Cc}|(?! )\s| {2}/u),
    optional: (field) => (inputOf(field) === undefined ? undefined : text(field)),
    list(field) {
      const value = inputOf(field);
      if (value === undefined) return [];
      if (!Array.isArray(value)) return [text(field)];
      if (value.length === 0) throw refuse(field, "is empty", exampleRemedy(field));
      return value.map((item) => check(field, item));
    },
    domain(field) {
      const host = text(field)
        .replace(/^https:\/\//i, "")
        .replace(/\/$/, "")
        .toLowerCase();
      if (/[/?#@:]/.test(host)) {
        throw refuse(field, "is a URL, not a domain", `Enter only the host name, such as ${examples[field].example}.`);
      }
      if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$/.test(host)) {
        throw refuse(field, "is not a complete domain", exampleRemedy(field));
      }
      return host;
    },
    url(field) {
      const value = text(field);
      const url = URL.canParse(value) ? new URL(value) : null;
      if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
        throw refuse(field, "is not an https:// URL without query", exampleRemedy(field));
      }
      url.pathname = url.pathname.replace(/(?<!\/)\/+$/, "");
      return url;
    },
  };
}

/** Returns a URL as text without a trailing slash. `URL` appends a slash to a URL without a path. */
export const withoutSlash = (url: URL): string => url.href.replace(/\/$/, "");
