import { JwksFailure, type JwksFailureCode } from "./jwks-failure.ts";

/** Maps Node's error codes for failed connections to failure codes. */
const BY_SYSTEM_CODE: Readonly<Record<string, JwksFailureCode>> = {
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "dns",
  ECONNREFUSED: "connection_refused",
  ECONNRESET: "connection_reset",
  EHOSTUNREACH: "host_unreachable",
  ENETUNREACH: "network_unreachable",
  CERT_HAS_EXPIRED: "certificate_expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate_of_other_host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate_self_signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate_chain",
  ABORT_ERR: "timeout",
};

/**
 * Returns the {@link JwksFailure} for an error of a JWKS fetch. The failure code depends on the error's name and code.
 */
export function toJwksFailure(thrown: unknown): JwksFailure {
  if (thrown instanceof JwksFailure) return thrown;
  if (thrown instanceof SyntaxError) return new JwksFailure("not_json", "", { cause: thrown });
  if (!(thrown instanceof Error)) return new JwksFailure("unreachable", "", { cause: thrown });
  if (thrown.name === "TimeoutError" || thrown.name === "AbortError") {
    return new JwksFailure("timeout", "", { cause: thrown });
  }
  return new JwksFailure(systemCodeOf(thrown), thrown.message, { cause: thrown });
}

/**
 * Returns the failure code for a system error. The system error is `error` or its cause, because `fetch` rejects with a
 * TypeError whose cause is the system error. Returns `unreachable` if neither has a known code.
 */
function systemCodeOf(error: Error): JwksFailureCode {
  for (const each of [error, error.cause]) {
    if (!(each instanceof Error) || !("code" in each) || typeof each.code !== "string") continue;
    const code = Object.hasOwn(BY_SYSTEM_CODE, each.code) ? BY_SYSTEM_CODE[each.code] : undefined;
    if (code !== undefined) return code;
  }
  return "unreachable";
}
