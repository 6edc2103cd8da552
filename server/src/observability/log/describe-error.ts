import { isAuthorityError } from "../../base/authority-error.ts";
import { scrubDriverText } from "./scrub-text.ts";

const MAX_DEPTH = 4;
const MAX_TEXT = 600;
const MAX_FRAMES = 12;

/** An error as the log describes it. */
export interface DescribedError {
  name: string;
  /** An error code of the authority, of PostgreSQL (SQLSTATE) or of the operating system, such as `ECONNREFUSED`. */
  code?: string;
  message: string;
  remedy?: string;
  /** The stack frames, at most 12, without the message above them. Missing for the authority's own errors. */
  frames?: string[];
  cause?: DescribedError;
}

/**
 * Returns the description of an error, and of its causes, for the log. Removes the parameter values of database
 * queries. Does not change the messages of the authority's own errors.
 *
 * @param secrets values to redact, such as the value of `AUTHORITY_SECRET`. Default: none.
 * @param depth the position of the error in the chain of causes. Causes after position 4 are omitted. Default: 0.
 */
export function describeError(error: unknown, secrets: readonly string[] = [], depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: "A value that is not an error was thrown." };
  const { name, message, cause } = error;
  const code =
    "code" in error && typeof error.code === "string" && /^[\w-]{1,64}$/.test(error.code) ? error.code : null;
  const isOurs = isAuthorityError(error);
  return {
    name: /^\w{1,64}$/.test(name) ? name : "Error",
    ...(code === null ? {} : { code }),
    message: isOurs ? message : scrubDriverText(message, secrets).slice(0, MAX_TEXT),
    ...(isOurs ? { remedy: error.remedy } : { frames: framesOf(error) }),
    ...(cause instanceof Error && depth < MAX_DEPTH ? { cause: describeError(cause, secrets, depth + 1) } : {}),
  };
}

function framesOf({ stack = "" }: Error): string[] {
  const lines = stack.split("\n").filter((line) => /^ {4}at [^"]*:\d+:\d+\)?$/.test(line));
  return lines.slice(0, MAX_FRAMES).map((line) => line.trim());
}
