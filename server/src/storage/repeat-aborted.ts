import { setTimeout as delay } from "node:timers/promises";

/** The SQLSTATE codes of a deadlock and of a serialization failure. */
const ABORTED_CODES = ["40P01", "40001"];

/**
 * Runs `work` and returns its result. If PostgreSQL aborted `work` because of concurrent changes, pauses briefly and
 * repeats `work`, at most twice. PostgreSQL has rolled back aborted work, so the repetition is safe if `work` is one
 * statement or one transaction and changes only the database.
 */
export async function repeatAborted<T>(work: () => Promise<T>, repetitions = 2): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (repetitions === 0 || !isAborted(error)) throw error;
  }
  await delay(10 + Math.random() * 60);
  return repeatAborted(work, repetitions - 1);
}

function isAborted(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && ABORTED_CODES.includes(String(error.code))) return true;
  }
  return false;
}
