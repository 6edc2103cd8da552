import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { isOffline } from "./platform/environment.ts";

/** Whatever a source threw, as a typed error; its own message is kept in `cause` alone, for it may hold a token. */
export function toAuthError(thrown: unknown): AssistantCloudAuthError {
  if (isAssistantCloudAuthError(thrown)) return thrown;
  if (isOffline()) {
    return new AssistantCloudAuthError("offline", forDeveloper("The token source failed: the browser is offline."), {
      cause: thrown,
    });
  }
  return new AssistantCloudAuthError("source_failed", forDeveloper("The token source failed."), { cause: thrown });
}

/** The same error with what the engine knows: until when the old token serves, and when the next attempt is made. */
export function annotate(
  error: AssistantCloudAuthError,
  known: { usableUntil: Date | null; retryAt: Date | null },
): AssistantCloudAuthError {
  const { code, message, cause, retryable, remedy, retryAfterMs } = error;
  return new AssistantCloudAuthError(code, message, { cause, retryable, remedy, retryAfterMs, ...known });
}

/** The error of a reader that comes after the token ran out. */
export function ranOutError(failure: AssistantCloudAuthError): AssistantCloudAuthError {
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

/** The error of a reader for whom no call is made, because too many have failed or been made. */
export function circuitOpenError(retryAt: Date | null, cause: AssistantCloudAuthError | null): AssistantCloudAuthError {
  const message = forDeveloper(() => {
    const why =
      cause === null
        ? "too many refreshes were asked for, or the source had nothing newer"
        : `the token source keeps failing (${cause.code})`;
    return `No call is made for now: ${why}.`;
  });
  return new AssistantCloudAuthError("circuit_open", message, {
    cause,
    retryAt,
    usableUntil: cause?.usableUntil ?? null,
  });
}

/** The error of a token source that asks its own engine for a token. */
export function circularError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", forDeveloper("The token source waits for its own engine."), {
    remedy: forDeveloper(
      "Call neither `getToken()` nor an authorized fetch in the token source; use the plain `fetch`.",
    ),
  });
}

/** The error of a reader that asks too late. */
export function disposedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("disposed", forDeveloper("The token engine has been disposed."));
}

/** The error of a reader whose user, workspace or token was replaced while it waited. */
export function supersededError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "superseded",
    forDeveloper("The user, workspace or token changed during the call."),
  );
}

/** The error of an attempt for a session that is over, while a newer one of the same user is there. */
export function replacedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("source_failed", forDeveloper("The session ended while a newer one began."), {
    remedy: forDeveloper("The engine retries automatically."),
  });
}

/** The error of a reader whose token the server has revoked. */
export function revokedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("token_revoked", forDeveloper("The server has revoked the user's tokens."));
}

/** The error of a reader whose user signed out while it waited. */
export function signedOutError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError("signed_out", forDeveloper("The user signed out during the call."));
}
