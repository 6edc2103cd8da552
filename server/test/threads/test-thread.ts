import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { openWorkspace } from "./open-workspace.ts";

/** The parameters of a list request that returns all messages of a test's thread. */
export const page = { limit: 200, after: undefined, format: undefined };

/** Creates a thread in a new workspace, with a manual clock. `write` stores a message in the thread. */
export async function createTestThread(run: RunStatement) {
  const { clock, threads, messages, ...workspace } = openWorkspace(run);
  const thread = await workspace.thread();
  const write = (content: object, more: object = {}) => workspace.write(thread, content, more);
  return { clock, threads, messages, thread, write };
}
