import type { AdminRefusal, FieldMessages } from "../../src/admin/admin-api.ts";

/** What the admin API answered in place of what was asked for, or that it could not be reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly fields: FieldMessages;
  /** What to do; null when the message says it all. */
  readonly remedy: string | null;
  /** The whole answer, for conflicts that carry the present state. */
  readonly body: unknown;

  constructor(status: number, refusal: Partial<AdminRefusal>, body: unknown) {
    super((isEnd(refusal) ? ENDED : refusal.error) ?? `The authority answered ${status}.`);
    this.status = status;
    this.code = refusal.code ?? "unknown";
    this.fields = refusal.fields ?? {};
    this.remedy = isEnd(refusal) ? "Do it once more." : (refusal.remedy ?? waitOf(refusal.retryAfter));
    this.body = body;
  }
}

/** Read by whoever has signed in again meanwhile, beside what was typed before. */
const ENDED = "The session ended before this was done.";

const isEnd = ({ code }: Partial<AdminRefusal>) => code === "session_missing";

function waitOf(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}

/** The error of a request that found nobody. */
export function unreachableError(): ApiError {
  const error = "The authority could not be reached.";
  return new ApiError(0, { error, code: "unreachable", remedy: "Check that it runs and that you are online." }, null);
}
