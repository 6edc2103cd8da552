import { readConvertedPage } from "./formats/converted-page.ts";
import type { MessageChanges, MessageQuery, NewMessage } from "./message-bodies.ts";
import {
  createMessage,
  deleteMessages,
  endLease,
  listMessages,
  renewLease,
  updateMessage,
} from "./message-statements.ts";
import { createRowId } from "./row-ids.ts";
import { createScopedStatement, type Row, type RunStatement } from "./scoped-statements.ts";
import type { ThreadScope } from "./thread-scope.ts";

/** A stored message. Its fields are the fields of the wire format, but `content` is a string of JSON. */
export interface StoredMessage {
  readonly id: string;
  readonly parent_id: string | null;
  readonly height: number;
  readonly format: string;
  readonly content: string;
  readonly external_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly run: { readonly status: "running" | "ended"; readonly last_heartbeat_ms_ago: number } | null;
}

/** The refusal code of a rejected write to a message or a run lease. */
export type MessageWriteRefusalCode =
  | "thread_not_found"
  | "message_not_found"
  | "parent_not_found"
  | "parent_external_not_found"
  | "role_changed"
  | "run_ended"
  | "lease_mismatch"
  | "lease_not_found";

/** The result of a write: the value of a successful write, or the refusal code of a rejected write. */
export type WriteResult<T, Fault = MessageWriteRefusalCode> =
  | { readonly value: T; readonly fault?: never }
  | { readonly fault: Fault; readonly value?: never };

/**
 * Reads and writes the messages of one workspace's threads. `list` runs one or more statements. Each of the other
 * methods runs one statement.
 */
export interface MessageStore {
  /**
   * Returns a page of messages, sorted by depth in the tree and then by time: the deepest first, and the newest first
   * at each depth. Returns the first page for an unknown cursor. The page is empty for a thread of another workspace.
   *
   * Converts content to the requested format. If the server has no conversion from the stored format, the content stays
   * unchanged. Omits a message whose conversion fails. To fill the page, the method then runs up to five more
   * statements, because clients treat a short page as the last page.
   */
  list(threadId: string, query: MessageQuery): Promise<StoredMessage[]>;
  /**
   * Stores a message. If the thread already has a message with the given external id, replaces the content of that
   * message. The new content must have the role of the stored message.
   *
   * If `message.openRun` is true, also creates a run lease and returns the lease's id as `leaseId`. Otherwise,
   * `leaseId` is null. The run sends this id with its writes to the message. After the lease ends, the store rejects
   * these writes.
   */
  create(
    threadId: string,
    message: NewMessage,
  ): Promise<WriteResult<{ messageId: string; created: boolean; leaseId: string | null }>>;
  /** Replaces a message's content. If `changes` has a lease id, the lease must be an active lease of the message. */
  update(threadId: string, messageId: string, changes: MessageChanges): Promise<WriteResult<null>>;
  /** Deletes messages and their descendants. Returns the number of deleted messages, descendants included. */
  remove(threadId: string, messageIds: readonly string[]): Promise<number>;
  /** Renews a run lease, so that readers treat the run as active. Does not change the timestamps of any message. */
  renewLease(threadId: string, leaseId: string): Promise<WriteResult<null>>;
  /** Ends a run lease. If the lease has already ended, changes nothing. */
  endRun(threadId: string, leaseId: string, reason: "done" | "cancelled" | "error"): Promise<WriteResult<null>>;
}

/** Creates the {@link MessageStore} of a workspace. */
export function createMessageStore(run: RunStatement, scope: ThreadScope, now: () => number): MessageStore {
  const statement = createScopedStatement(run, scope);
  const timestamp = () => new Date(now()).toISOString();

  return {
    list: (threadId, query) =>
      readConvertedPage(query, async (limit, after) => {
        const cursor = after === undefined ? [] : [after];
        const rows = await statement(listMessages(after !== undefined), threadId, limit, timestamp(), ...cursor);
        return rows.map(toStoredMessage);
      }),

    async create(threadId, message) {
      const id = createRowId("msg");
      const granted = message.openRun ? createRowId("lease") : null;
      const { content, format, externalId, parentId, parentExternalId, leaseId } = message;
      const parentBy = parentExternalId !== null ? "external_id" : parentId !== null ? "id" : null;
      const [row = {}] = await statement(
        createMessage({ parentBy }),
        threadId,
        id,
        scope.userId,
        content.role,
        format,
        content.json,
        timestamp(),
        externalId,
        parentExternalId ?? parentId,
        leaseId,
        granted,
      );
      if (row["has_thread"] !== true) return { fault: "thread_not_found" };
      if (row["has_parent"] !== true) {
        return { fault: parentBy === "external_id" ? "parent_external_not_found" : "parent_not_found" };
      }
      if (row["id"] === null) return { fault: leaseFault(row) };
      if (row["same_role"] !== true) return { fault: "role_changed" };
      const messageId = String(row["id"]);
      return { value: { messageId, created: messageId === id, leaseId: granted } };
    },

    async update(threadId, messageId, { content, leaseId }) {
      const values = [threadId, messageId, content.json, content.role, timestamp(), leaseId];
      const [row = {}] = await statement(updateMessage, ...values);
      if (row["written"] === true) return { value: null };
      // `has_message` is also true for a message whose deletion the update has waited for.
      if (leaseId === null) return { fault: "message_not_found" };
      // Clients stop quietly at `lease_mismatch` but log any other refusal. If a lease holder writes to a deleted
      // message, the write is therefore refused as if the lease were lost.
      return { fault: row["has_message"] === true ? leaseFault(row) : "lease_mismatch" };
    },

    async remove(threadId, messageIds) {
      return (await statement(deleteMessages, threadId, messageIds)).length;
    },

    async renewLease(threadId, leaseId) {
      const [row] = await statement(renewLease, threadId, leaseId, timestamp());
      if (row === undefined) return { fault: "lease_not_found" };
      return row["ended"] === true ? { fault: "run_ended" } : { value: null };
    },

    async endRun(threadId, leaseId, reason) {
      const [row] = await statement(endLease, threadId, leaseId, timestamp(), reason);
      return row === undefined ? { fault: "lease_not_found" } : { value: null };
    },
  };
}

/** Converts a row of {@link listMessages} to a message. */
export function toStoredMessage(row: Row): StoredMessage {
  const { id, parent_id, height, format, content, external_id, created_at, updated_at, run_ended, beat_ms_ago } =
    row as MessageRow;
  const run: StoredMessage["run"] =
    beat_ms_ago === null
      ? null
      : { status: run_ended ? "ended" : "running", last_heartbeat_ms_ago: Math.max(0, beat_ms_ago) };
  return { id, parent_id, height, format, content, external_id, created_at, updated_at, run };
}

type MessageRow = Omit<StoredMessage, "run"> & { readonly run_ended: boolean; readonly beat_ms_ago: number | null };

/**
 * Returns the refusal code for a write whose lease was rejected: `run_ended` for an ended lease, and `lease_mismatch`
 * for a lease that is unknown or belongs to another message.
 */
const leaseFault = (row: Readonly<Record<string, unknown>>): MessageWriteRefusalCode =>
  row["lease_ended"] === true ? "run_ended" : "lease_mismatch";
