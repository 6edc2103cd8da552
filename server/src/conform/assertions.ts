import { isDeepStrictEqual } from "node:util";

/** One requirement of the assistant-ui API, and whether the tested server meets it. */
export interface Assertion {
  /** The name of the group, such as `messages`. */
  readonly group: string;
  readonly name: string;
  readonly ok: boolean;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** Records the assertions of a conformance group. A failed assertion does not stop the group. */
export interface Assert {
  /**
   * Records a passed assertion if the condition is true. Otherwise, records a failed assertion with the value `actual`.
   */
  ok(name: string, condition: boolean, actual?: unknown): void;
  /** Records a passed assertion if both values are deeply equal. Otherwise, records a failed assertion. */
  equal(name: string, actual: unknown, expected: unknown): void;
}

/** Creates the {@link Assert} of a conformance group. The `Assert` passes each assertion to `record`. */
export function createAssert(group: string, record: (assertion: Assertion) => void): Assert {
  return {
    ok: (name, condition, actual) => record({ group, name, ok: condition, ...(condition ? {} : { actual }) }),
    equal(name, actual, expected) {
      const ok = isDeepStrictEqual(actual, expected);
      record({ group, name, ok, ...(ok ? {} : { expected, actual }) });
    },
  };
}
