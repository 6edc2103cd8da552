import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { isOffline } from "./platform/environment.ts";

/**
 * Converts an error of a token source to a typed error. The original error becomes the `cause`. The original message is
 * not copied, because the message may contain a token.
 */
export function toAuthError(thrown: unknown): AssistantCloudAuthError {
  if (isAssistantCloudAuthError(thrown)) return thrown;
  if (isOffline()) {
    return new AssistantCloudAuthError("offline", forDeveloper("The token source failed: the browser is offline."), {
      cause: thrown,
    });
  }
  return new AssistantCloudAuthError("source_failed", forDeveloper("The token source failed."), { cause: thrown });
}

/**
 * Returns a copy of the error that states whether the engine retries, when the old token expires, and when the next
 * attempt starts.
 */
export function annotate(
  error: AssistantCloudAuthError,
  known: { retryable: boolean; usableUntil: Date | null; retryAt: Date | null },
): AssistantCloudAuthError {
  const { code, message, cause, remedy, retryAfterMs } = error;
  return new AssistantCloudAuthError(code, message, { cause, remedy, retryAfterMs, ...known });
}

/** Returns the error for `getToken()` calls after the token has expired and a refresh has failed. */
export function expiredError(failure: AssistantCloudAuthError): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "expired_token",
    forDeveloper("The workspace token expired and could not be renewed."),
    {
      cause: failure,
      retryable: failure.retryable,
      remedy: failure.remedy,
      retryAt: failure.retryAt,
    },
  );
}

/**
 * Returns the error for `getToken()` calls while a pause prevents calls of the token source. The reason for the pause
 * is an open circuit breaker, the limit of calls per minute, or a source that returned no newer token.
 */
export function circuitOpenError(retryAt: Date | null, cause: AssistantCloudAuthError | null): AssistantCloudAuthError {
  const message = forDeveloper(() => {
    const why =
      cause === null
        ? "too many refreshes were requested, or the source had nothing newer"
        : `the token source keeps failing (${cause.code})`;
    return `The engine has paused calls: ${why}.`;
  });
  return new AssistantCloudAuthError("circuit_open", message, {
    cause,
    retryAt,
    usableUntil: cause?.usableUntil ?? null,
  });
}

/**
 * Returns the error for a token source that requests a token from its own engine. The two would wait for each other
 * forever.
 */
export function circularError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", forDeveloper("The token source waits for its own engine."), {
    remedy: forDeveloper("Don't call `getToken()` or an authorized fetch in the token source; use the plain `fetch`."),
  });
}

/** Returns the error for an attempt that must wait, because the cloud has limited the request with the ID token. */
export function rateLimitedError(retryAfterMs: number): AssistantCloudAuthError {
  return new AssistantCloudAuthError("rate_limited", forDeveloper("The cloud answered 429."), { retryAfterMs });
}

/** Returns the error for calls of `getToken()` on a disposed engine. */
export function disposedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("disposed", forDeveloper("The token engine has been disposed."));
}

/** Returns the error for pending `getToken()` calls when the user, workspace or token changes. */
export function supersededError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "superseded",
    forDeveloper("The user, workspace or token changed during the call."),
  );
}

/** Returns the error for an attempt whose session has ended, when the user already has a newer session. */
export function replacedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("source_failed", forDeveloper("The session ended while a newer one began."), {
    remedy: forDeveloper("The engine retries automatically."),
  });
}

/** Returns the error for pending `getToken()` calls when the server has signed the user out. */
export function revokedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("token_revoked", forDeveloper("The server has revoked the user's tokens."));
}

/** Returns the error for pending `getToken()` calls when the user signs out. */
export function signedOutError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("signed_out", forDeveloper("The user signed out during the call."));
}
