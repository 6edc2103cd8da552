/**
 * The log message for each failure of a JWKS fetch, except failures of the connection. No message quotes the JWKS
 * document.
 */
const MESSAGES = {
  url_refused: (detail: string) => `The JWKS URL ${detail}.`,
  private_address: () => "The JWKS host has an address that is not public.",
  timeout: () => "The JWKS endpoint took longer than 2 seconds.",
  redirect: (detail: string) => `The JWKS endpoint answered ${detail}.`,
  client_error: (detail: string) => `The JWKS endpoint answered ${detail}.`,
  server_error: (detail: string) => `The JWKS endpoint answered ${detail}.`,
  unexpected_status: (detail: string) => `The JWKS endpoint answered ${detail}.`,
  compressed: () => "The JWKS endpoint compressed its response, although the request did not allow that.",
  empty: () => "The JWKS endpoint answered without a body.",
  too_large: () => "The JWKS document is larger than 256 KB.",
  not_json: () => "The JWKS endpoint answered with a body that is not JSON.",
  not_jwks: () => "The JWKS document has no list of keys.",
  /** The document is a map from key id to X.509 certificate, the format of an older Google endpoint. */
  certificate_map: () =>
    "The JWKS URL answers with X.509 certificates (PEM), not with a JWKS. Firebase's JWKS is https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com.",
  too_many_keys: (detail: string) => `The JWKS document has more than ${detail} keys.`,
} as const;

/** The failures of the connection to the JWKS URL. Their messages come from the platform. */
type ConnectionFailureCode =
  | "unknown_host"
  | "dns"
  | "connection_refused"
  | "connection_reset"
  | "host_unreachable"
  | "network_unreachable"
  | "certificate_expired"
  | "certificate_of_other_host"
  | "certificate_self_signed"
  | "certificate_chain"
  | "unreachable";

/** The reasons why an issuer's keys cannot be loaded. */
export type JwksFailureCode = keyof typeof MESSAGES | ConnectionFailureCode;

/** Thrown when an issuer's keys cannot be loaded. Switch on `code`; the message is only for logs. */
export class JwksFailure extends Error {
  override readonly name = "JwksFailure";

  /**
   * @param detail the variable part of the message: a status, a number of keys, or the problem with the URL. For a
   *   connection failure, `detail` is the whole message. Default: none
   */
  constructor(
    readonly code: JwksFailureCode,
    detail = "",
    options?: { cause: unknown },
  ) {
    super(code in MESSAGES ? MESSAGES[code as keyof typeof MESSAGES](detail) : detail, options);
  }
}

/** Returns the failure for a response with an unexpected HTTP status, such as 404. */
export function statusFailure(status: number): JwksFailure {
  const kinds = { 3: "redirect", 4: "client_error", 5: "server_error" } as const;
  const kind = Math.floor(status / 100);
  return new JwksFailure(kind in kinds ? kinds[kind as keyof typeof kinds] : "unexpected_status", String(status));
}
