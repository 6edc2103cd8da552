import type { Assert } from "./assertions.ts";
import type { Caller, ConformanceTarget } from "./conformance-target.ts";

/** What a conformance group needs to test a server. */
export interface GroupContext {
  readonly target: ConformanceTarget;
  /**
   * Creates a caller, which sends requests as one user of one workspace. By default, all callers of a test run have the
   * same user, and each caller has a new workspace.
   */
  readonly openCaller: (userId?: string, workspaceId?: string) => Promise<Caller>;
  readonly assert: Assert;
}

/** A group of assertions about one part of the protocol. */
export interface ConformanceGroup {
  readonly name: string;
  run(context: GroupContext): Promise<void>;
}

/** Returns whether a value has exactly the format of `Date#toISOString()`. */
export const isCanonicalMoment = (value: unknown): boolean =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;

/** Creates a thread and returns its id. */
export async function createThread(caller: Caller, more: object = {}): Promise<string> {
  const { body } = await caller.call("POST", "/threads", { last_message_at: new Date().toISOString(), ...more });
  return String(body?.thread_id);
}

/** Returns the request body that creates a message in the format `aui/v0`. */
export const messageBody = (role: string, text: string, more: object = {}) => ({
  parent_id: null,
  format: "aui/v0",
  content: { role, content: [{ type: "text", text }], metadata: { custom: {} } },
  ...more,
});
