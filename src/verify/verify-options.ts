import type { JWK } from "jose";
import { AssistantCloudAuthError } from "../core/errors.ts";
import type { RevocationOptions } from "./revocations/follow-revocations.ts";

/** A resource server's requirements for workspace tokens. */
export interface VerifyOptions {
  /** The `issuer` of the authority. It must equal a token's `iss` exactly. */
  issuer: string;
  /** The URL of the authority's keys. Default: `<issuer>/.well-known/jwks.json`. */
  jwksUrl?: string;
  /** The authority's keys, for a server that must not fetch them. Default: the keys at `jwksUrl`. */
  jwks?: { keys: JWK[] };
  /** The required `aud`. The authority's tokens have no `aud`, so omit this option for them. Default: not checked. */
  audience?: string;
  /** The required project. Default: any project of the issuer. */
  projectId?: string;
  /**
   * Whether to refuse revoked tokens. For example, a user's tokens are revoked when the user is signed out everywhere.
   * If true, the verifier reads the authority's signed list of revocations, with the defaults of
   * {@link RevocationOptions}. Default: false, so tokens are valid until they expire.
   */
  revocations?: boolean | RevocationOptions;
  /** The wall clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /** The function that fetches the keys and the list of revocations. Default: the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isFunction = (value: unknown): boolean => typeof value === "function";
const isUrl = (value: unknown): boolean => typeof value === "string" && URL.canParse(value);
const hasKeys = (value: unknown): boolean => Array.isArray((value as { keys?: unknown } | null)?.keys);
const isRecord = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** The form of each option, with the check of a value. */
const FORMS: Readonly<Record<keyof VerifyOptions, readonly [form: string, fits: (value: unknown) => boolean]>> = {
  issuer: ["a URL as text, such as the server's public base URL", isText],
  jwksUrl: ["an absolute URL", isUrl],
  jwks: ["an object with the array `keys`", hasKeys],
  audience: ["one text that is not empty", isText],
  projectId: ["one text that is not empty", isText],
  revocations: ["true, false or an object", (value) => typeof value === "boolean" || isRecord(value)],
  now: ["a function", isFunction],
  fetch: ["a function", isFunction],
};

/**
 * Throws `configuration` for an option of the wrong form. A verifier that ignored the option would refuse every token,
 * or would omit a check. The error's message contains no value.
 */
export function assertVerifyOptions(options: unknown): asserts options is VerifyOptions {
  const given = Object(options) as Readonly<Record<string, unknown>>;
  for (const [name, [form, fits]] of Object.entries(FORMS)) {
    if (fits(given[name]) || (given[name] === undefined && name !== "issuer")) continue;
    throw configuration(`\`${name}\` must be ${form}.`);
  }
  if (given["jwks"] === undefined && given["jwksUrl"] === undefined && !isUrl(given["issuer"])) {
    throw configuration("`issuer` must be an absolute URL, because it begins the URL of the keys.");
  }
}

const configuration = (message: string) =>
  new AssistantCloudAuthError("configuration", message, { remedy: "Fix the option of the verifier." });
