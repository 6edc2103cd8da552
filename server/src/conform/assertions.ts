import { isDeepStrictEqual } from "node:util";

/** One thing that a server must do, and whether it did. */
export interface Assertion {
  /** The group, such as `messages`. */
  readonly group: string;
  readonly name: string;
  readonly ok: boolean;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** Records assertions; a failed one does not stop the others. */
export interface Assert {
  /** Holds when the condition is true; `actual` is reported when it is not. */
  ok(name: string, condition: boolean, actual?: unknown): void;
  /** Holds when both are deeply equal. */
  equal(name: string, actual: unknown, expected: unknown): void;
}

/** Creates the {@link Assert} of a group. */
export function createAssert(group: string, record: (assertion: Assertion) => void): Assert {
  return {
    ok: (name, condition, actual) => record({ group, name, ok: condition, ...(condition ? {} : { actual }) }),
    equal(name, actual, expected) {
      const ok = isDeepStrictEqual(actual, expected);
      record({ group, name, ok, ...(ok ? {} : { expected, actual }) });
    },
  };
}
