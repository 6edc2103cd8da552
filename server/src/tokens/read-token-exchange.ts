import { SUBJECT_TOKEN } from "../../../src/core/protocol.ts";
import { ACCESS_TOKEN_TYPE, JWT_TYPE, SUBJECT_TOKEN_TYPES, TOKEN_EXCHANGE_GRANT } from "../base/oauth-names.ts";
import { Refusal } from "../base/refusal.ts";

/** The `error` codes of a failed token exchange (RFC 6749 §5.2, RFC 8693 §2.2.2, RFC 8707 §2). */
export type TokenRequestError =
  | "invalid_request"
  | "invalid_client"
  | "unsupported_grant_type"
  | "invalid_target"
  | "invalid_scope";

/**
 * Returns the ID token from the body of `POST /oauth/token` (RFC 8693 §2.1). Throws `token_request_refused` for
 * missing, repeated or unsupported parameters. Ignores `client_id`, because the exchange does not depend on the client.
 *
 * @param audience the required value of each of the parameters `resource` and `audience` that the request contains
 */
export function readTokenExchange(form: URLSearchParams, audience: string): string {
  const read = (name: string): string | null => {
    const [value, another] = form.getAll(name);
    if (another !== undefined) throw refused("invalid_request", `${name} is sent more than once.`);
    // RFC 6749 §3.2 treats a parameter without a value as omitted.
    return value || null;
  };
  const grant = read("grant_type");
  if (grant === null) throw refused("invalid_request", "grant_type is missing.");
  if (grant !== TOKEN_EXCHANGE_GRANT) {
    throw refused("unsupported_grant_type", `grant_type must be ${TOKEN_EXCHANGE_GRANT}.`);
  }
  const subjectToken = read(SUBJECT_TOKEN);
  if (subjectToken === null) throw refused("invalid_request", "subject_token is missing.");
  const subjectType = read("subject_token_type");
  if (subjectType === null || !SUBJECT_TOKEN_TYPES.includes(subjectType)) {
    throw refused("invalid_request", `subject_token_type must be ${SUBJECT_TOKEN_TYPES.join(" or ")}.`);
  }
  if (![null, ACCESS_TOKEN_TYPE, JWT_TYPE].includes(read("requested_token_type"))) {
    throw refused("invalid_request", `requested_token_type must be ${ACCESS_TOKEN_TYPE}.`);
  }
  for (const name of ["actor_token", "actor_token_type"]) {
    if (read(name) !== null)
      throw refused("invalid_request", `${name} is not supported: the exchange knows no delegation.`);
  }
  for (const name of ["resource", "audience"]) {
    const asked = form.getAll(name).filter((value) => value !== "" && value !== audience);
    if (asked.length > 0) throw refused("invalid_target", `${name} must be ${audience}, or left out.`);
  }
  if (read("scope") !== null) throw refused("invalid_scope", "A workspace token has no scopes. Leave scope out.");
  return subjectToken;
}

/**
 * Creates the refusal of a token exchange request. `problem` is a sentence for developers. It must not contain data
 * from the credential.
 */
export function refused(error: TokenRequestError, problem: string): Refusal<"token_request_refused"> {
  return new Refusal("token_request_refused", { error, problem });
}
