import { type AssistantCloudAuthError, type AssistantCloudAuthErrorCode, isAssistantCloudAuthError } from "./errors.ts";

/**
 * The meaning of a failure for the end user.
 *
 * - `offline`: the browser has no connection.
 * - `session_ended`: the user must sign in again.
 * - `refused`: the user is signed in but may not use the assistant.
 * - `busy`: the server's rate limit or the engine's circuit breaker delays the next attempt.
 * - `unreachable`: this attempt failed; a later attempt may succeed.
 * - `broken`: only the app's developer can fix the problem.
 */
export type AuthErrorSituation = "offline" | "session_ended" | "refused" | "busy" | "unreachable" | "broken";

/** The action that the app offers the end user: retry, sign in, wait for the engine's automatic retry, or none. */
export type AuthErrorAction = "retry" | "sign_in" | "wait" | "none";

/** The result of {@link authErrorMessage}. */
export interface AuthErrorMessage {
  readonly situation: AuthErrorSituation;
  /** A short sentence for the end user, without technical terms. */
  readonly text: string;
  readonly action: AuthErrorAction;
  /** The button's label; null when no button is shown. */
  readonly label: string | null;
}

/**
 * Texts that replace the English defaults, for example translations. If a situation is left out, its English text is
 * used.
 */
export type AuthErrorMessages = Partial<Record<AuthErrorSituation, { text?: string; label?: string }>>;

/** The error codes that {@link authErrorMessage} maps to `unreachable`. */
type Unreachable =
  | "source_failed"
  | "source_timeout"
  | "network"
  | "exchange_failed"
  | "invalid_token"
  | "expired_token"
  | "superseded"
  | "disposed";

/** The situation for each error code that does not map to `unreachable`. A retryable `rejected` maps to it too. */
const situations: Record<Exclude<AssistantCloudAuthErrorCode, Unreachable>, AuthErrorSituation> = {
  unauthenticated: "session_ended",
  offline: "offline",
  rate_limited: "busy",
  rejected: "refused",
  identity_mismatch: "session_ended",
  circuit_open: "busy",
  interaction_required: "session_ended",
  token_revoked: "session_ended",
  signed_out: "session_ended",
  configuration: "broken",
};

const english: Record<AuthErrorSituation, readonly [text: string, action: AuthErrorAction, label: string | null]> = {
  offline: ["You are offline, so the assistant waits for your connection.", "wait", null],
  session_ended: ["Your session has ended.", "sign_in", "Sign in"],
  refused: ["Your account has no access to the assistant.", "sign_in", "Sign in with another account"],
  busy: ["The assistant is busy and will try again in a moment.", "wait", null],
  unreachable: ["The assistant cannot be reached.", "retry", "Try again"],
  broken: ["The assistant is not available.", "none", null],
};

/**
 * Returns the text and action to show an end user for an error. The error's `message` and `remedy` are for developers.
 *
 * Errors of other packages map to `unreachable`. The errors `expired_token` and `circuit_open` map to the situation of
 * their `cause`. If the cause is missing or maps to `unreachable`, `expired_token` maps to `unreachable`, and
 * `circuit_open` maps to `busy`.
 *
 * @param error the error that a hook, an event or a boundary reported
 * @param messages texts that replace the English texts, by situation. Default and null: none
 */
export function authErrorMessage(error: unknown, messages?: AuthErrorMessages | null): AuthErrorMessage {
  const situation = situationOf(error);
  const [text, action, label] = english[situation];
  const own = messages?.[situation];
  return { situation, text: own?.text ?? text, action, label: own?.label ?? label };
}

function situationOf(error: unknown): AuthErrorSituation {
  if (!isAssistantCloudAuthError(error)) return "unreachable";
  // The engine exchanges the token again, because the cloud may not know a new auth rule or signing key yet.
  if (error.code === "rejected" && error.retryable) return "unreachable";
  const situation = (situations as Partial<Record<string, AuthErrorSituation>>)[error.code] ?? "unreachable";
  if (!isAssistantCloudAuthError(error.cause) || !wraps(error)) return situation;
  const causeSituation = situationOf(error.cause);
  return causeSituation === "unreachable" ? situation : causeSituation;
}

/** Returns whether the error reports a consequence of an earlier failure. That failure is the error's `cause`. */
const wraps = ({ code }: AssistantCloudAuthError) => code === "expired_token" || code === "circuit_open";
