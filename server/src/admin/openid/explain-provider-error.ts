import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import { SignInFailure } from "./sign-in-outcome.ts";

const TEMPORARY = ["server_error", "temporarily_unavailable"];

/**
 * Converts an error of the provider or of openid-client to a {@link SignInFailure}. The original error may contain the
 * user's claims, so the failure's reason contains only HTTP statuses, error codes and claim names.
 */
export function explainProviderError(error: unknown): SignInFailure {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === "access_denied") return new SignInFailure("cancelled");
    return new SignInFailure(
      TEMPORARY.includes(error.error) ? "unreachable" : "failed",
      `it answered ${toSafeCode(error.error)}`,
    );
  }
  if (error instanceof ResponseBodyError) {
    const outcome = error.status >= 500 ? "unreachable" : "failed";
    return new SignInFailure(outcome, `its endpoint answered ${error.status} ${toSafeCode(error.error)}`);
  }
  if (error instanceof ClientError && !["OAUTH_TIMEOUT", "OAUTH_ABORT"].includes(error.code ?? "")) {
    const status = error.cause instanceof Response ? error.cause.status : null;
    if (status !== null) return new SignInFailure(status >= 500 ? "unreachable" : "failed", `it answered ${status}`);
    const claim = claimOf(error);
    return new SignInFailure("failed", `${toSafeCode(error.code)}${claim === null ? "" : `, claim ${claim}`}`);
  }
  return new SignInFailure("unreachable", "it does not answer");
}

/** Returns the name of the claim that failed a check of the ID token; null if the error names no claim. */
function claimOf({ cause }: ClientError): string | null {
  if (!(cause instanceof Error) || typeof cause.cause !== "object" || cause.cause === null) return null;
  const { claim, attribute } = cause.cause as { claim?: unknown; attribute?: unknown };
  const name = claim ?? attribute;
  return typeof name === "string" ? toSafeCode(name) : null;
}

const toSafeCode = (text: unknown): string =>
  typeof text === "string" && /^[\w.-]{1,64}$/.test(text) ? text : "something else";
