import { messageCreateBody, type NewMessage } from "../../src/threads/message-bodies.ts";
import { createMessageStore } from "../../src/threads/message-store.ts";
import type { RunStatement } from "../../src/threads/scoped-statements.ts";
import { threadCreateBody } from "../../src/threads/thread-bodies.ts";
import { createThreadStore } from "../../src/threads/thread-store.ts";

let workspaces = 0;

/**
 * Opens the thread store and the message store of a workspace. Default: a new workspace. The stores use a manual clock.
 */
export function openWorkspace(
  run: RunStatement,
  given: { workspaceId?: string; userId?: string; projectId?: string } = {},
) {
  const scope = { projectId: "project", workspaceId: `workspace-${++workspaces}`, userId: "ada", ...given };
  const clock = { now: Date.UTC(2026, 0, 1, 12) };
  const now = () => clock.now;
  const threads = createThreadStore(run, scope, now);
  const messages = createMessageStore(run, scope, now);
  const moment = () => new Date(clock.now).toISOString();
  /** Creates a thread and returns its id. */
  async function thread(more: object = {}): Promise<string> {
    return (await threads.create(threadCreateBody.parse({ last_message_at: moment(), ...more }))).id;
  }
  /**
   * Stores a message. Returns the message id as `messageId` and the lease id as `leaseId`. Without a run lease,
   * `leaseId` is null.
   */
  async function write(threadId: string, content: object, more: object = {}) {
    const { value, fault } = await messages.create(threadId, toMessage(content, more));
    if (value === undefined) throw new Error(fault);
    return value;
  }
  return { scope, clock, now, moment, threads, messages, thread, write };
}

/** Parses a message in the same way as the route that creates messages. By default, the message has no parent. */
export function toMessage(content: object, more: object = {}): NewMessage {
  return messageCreateBody.parse({ parent_id: null, format: "aui/v0", content, ...more });
}
