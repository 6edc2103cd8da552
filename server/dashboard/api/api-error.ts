import type { AdminRefusal, FieldMessages } from "../../src/admin/admin-api.ts";

/** The error of a failed request to the admin API: an error response, or no response. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 if the error does not come from a response of the admin API. */
  readonly status: number;
  readonly code: string;
  readonly fields: FieldMessages;
  /** A sentence that says how to fix the error, or when to try again. Null if the response contains no such advice. */
  readonly remedy: string | null;
  /**
   * The parsed JSON body of the response; null if there is no JSON. If another admin has changed the auth rule, the
   * body contains the stored rule.
   */
  readonly body: unknown;

  constructor(status: number, refusal: Partial<AdminRefusal>, body: unknown) {
    super((isSessionEnd(refusal) ? SESSION_ENDED : refusal.error) ?? `The authority responded with HTTP ${status}.`);
    this.status = status;
    this.code = refusal.code ?? "unknown";
    this.fields = refusal.fields ?? {};
    this.remedy = isSessionEnd(refusal) ? "Try again." : (refusal.remedy ?? waitOf(refusal.retryAfter));
    this.body = body;
  }
}

/**
 * The error message of a request that failed because the session ended. After the next sign-in, the form that sent the
 * request shows the message. The form still contains the user's input.
 */
const SESSION_ENDED = "Your session ended before the request completed.";

const isSessionEnd = ({ code }: Partial<AdminRefusal>) => code === "session_missing";

function waitOf(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}

/** Returns an error's message. If the error has a remedy, appends the remedy. */
export function describeError(error: Error): string {
  return error instanceof ApiError && error.remedy !== null ? `${error.message} ${error.remedy}` : error.message;
}

/** Creates the error for a request that received no response. */
export function unreachableError(): ApiError {
  const error = "Could not reach the authority.";
  return new ApiError(
    0,
    { error, code: "unreachable", remedy: "Check that it is running and that you are online." },
    null,
  );
}
