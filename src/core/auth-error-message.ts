import { type AssistantCloudAuthError, type AssistantCloudAuthErrorCode, isAssistantCloudAuthError } from "./errors.ts";

/**
 * What a failure means to the person in front of the screen.
 *
 * - `offline`: the browser has no connection.
 * - `session_ended`: they have to sign in again.
 * - `refused`: they are signed in, and may not use the assistant.
 * - `busy`: nothing is tried for a moment, on the server's or the package's own account.
 * - `unreachable`: it did not work this time.
 * - `broken`: only the app's developer can help.
 */
export type AuthErrorSituation = "offline" | "session_ended" | "refused" | "busy" | "unreachable" | "broken";

/** What the person can do: try again, sign in, wait until it continues by itself, or nothing. */
export type AuthErrorAction = "retry" | "sign_in" | "wait" | "none";

/** What {@link authErrorMessage} returns. */
export interface AuthErrorMessage {
  readonly situation: AuthErrorSituation;
  /** One short sentence, for a person who does not know what a token is. */
  readonly text: string;
  readonly action: AuthErrorAction;
  /** The words of the button; null when there is nothing to press. */
  readonly label: string | null;
}

/** Other words for a situation, such as a translation. What is left out stays English. */
export type AuthErrorMessages = Partial<Record<AuthErrorSituation, { text?: string; label?: string }>>;

const situations: Record<AssistantCloudAuthErrorCode, AuthErrorSituation> = {
  unauthenticated: "session_ended",
  source_failed: "unreachable",
  source_timeout: "unreachable",
  network: "unreachable",
  offline: "offline",
  rate_limited: "busy",
  rejected: "refused",
  exchange_failed: "unreachable",
  invalid_token: "unreachable",
  expired_token: "unreachable",
  identity_mismatch: "session_ended",
  circuit_open: "busy",
  superseded: "unreachable",
  interaction_required: "session_ended",
  token_revoked: "session_ended",
  signed_out: "session_ended",
  disposed: "unreachable",
  configuration: "broken",
};

const english: Record<AuthErrorSituation, readonly [text: string, action: AuthErrorAction, label: string | null]> = {
  offline: ["You are offline. This continues once you are connected.", "wait", null],
  session_ended: ["Your session has ended.", "sign_in", "Sign in"],
  refused: ["Your account has no access to the assistant.", "sign_in", "Sign in with another account"],
  busy: ["The assistant is busy. It tries again in a moment.", "wait", null],
  unreachable: ["The assistant cannot be reached.", "retry", "Try again"],
  broken: ["The assistant is not available.", "none", null],
};

/**
 * Returns what to show an end user about an error. `message` and `remedy` of the error itself are for developers.
 *
 * Errors that are not this package's give the situation `unreachable`. An `expired_token` or `circuit_open` with a cause of this package
 * gives the situation of that cause, unless waiting is all that helps.
 *
 * @param error what a hook, an event or a boundary reported
 * @param messages other words for some or all situations. Default: English
 */
export function authErrorMessage(error: unknown, messages: AuthErrorMessages = {}): AuthErrorMessage {
  const situation = situationOf(error);
  const [text, action, label] = english[situation];
  const own = messages[situation];
  return { situation, text: own?.text ?? text, action, label: own?.label ?? label };
}

function situationOf(error: unknown): AuthErrorSituation {
  if (!isAssistantCloudAuthError(error)) return "unreachable";
  const situation = situations[error.code] ?? "unreachable";
  if (!isAssistantCloudAuthError(error.cause) || !wraps(error)) return situation;
  const before = situationOf(error.cause);
  return before === "unreachable" ? situation : before;
}

/** Codes that report what a failure before them led to. */
const wraps = ({ code }: AssistantCloudAuthError) => code === "expired_token" || code === "circuit_open";
