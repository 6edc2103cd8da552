import { SUBJECT_TOKEN } from "../../../src/core/protocol.ts";
import { Refusal } from "../base/refusal.ts";

/**
 * Returns whether an exchange request contains its ID token in a form body (RFC 8693 §2.1) instead of the
 * `Authorization` header. A form can contain tokens that are too large for a header. A web page can send a form without
 * a CORS preflight.
 */
export function hasFormBody(headers: Headers): boolean {
  return !headers.has("Authorization") && isForm(headers);
}

/** Returns whether a request has the content type of a URL-encoded form. */
export function isForm(headers: Headers): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(headers.get("Content-Type") ?? "");
}

/**
 * Returns the ID token from a form body. Ignores other fields. Throws `authorization_missing` if the token is missing,
 * and `authorization_malformed` if the form contains several tokens.
 */
export async function readSubjectToken(request: Request): Promise<string> {
  const [token, another] = new URLSearchParams(await request.text()).getAll(SUBJECT_TOKEN);
  if (another !== undefined) throw new Refusal("authorization_malformed");
  if (!token) throw new Refusal("authorization_missing");
  return token;
}
