import type { TokenSnapshot } from "../client/snapshot.ts";
import { documentationOf, isAssistantCloudAuthError } from "../core/errors.ts";
import { redact } from "./redact.ts";

/** An error of the engine, or one of its causes. The texts contain no secrets. */
export interface DescribedError {
  /** The error code, or the class name of a third party's error. */
  readonly name: string;
  /** The message; null for a third party's error, whose message may contain secrets. */
  readonly message: string | null;
  readonly remedy: string | null;
  readonly docs: string | null;
}

const MAX_CAUSES = 5;

/**
 * Returns at most 5 errors: first the current error, then its cause, then the cause of that cause, and so on. If there
 * is no error, the array is empty.
 */
export function describeErrors({ error, refreshError }: TokenSnapshot): DescribedError[] {
  const chain: DescribedError[] = [];
  for (
    let each: unknown = error ?? refreshError;
    each instanceof Error && chain.length < MAX_CAUSES;
    each = each.cause
  ) {
    chain.push(describeError(each));
  }
  return chain;
}

function describeError(error: Error): DescribedError {
  if (!isAssistantCloudAuthError(error)) {
    return { name: redact(error.name), message: null, remedy: null, docs: null };
  }
  const { code, message, remedy } = error;
  return { name: code, message: redact(message), remedy: redact(remedy), docs: documentationOf(code) };
}
