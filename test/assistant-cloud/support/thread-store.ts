import { randomUUID } from "node:crypto";

/** A thread as the API returns it. */
export interface StoredThread {
  id: string;
  project_id: string;
  workspace_id: string;
  title: string | null;
  external_id: string | null;
  metadata: unknown;
  is_archived: boolean;
  created_at: string;
  updated_at: string;
  last_message_at: string;
}

/** A message as the API returns it. */
export interface StoredMessage {
  id: string;
  parent_id: string | null;
  height: number;
  format: string;
  content: object;
  created_at: string;
  updated_at: string;
}

/** In-memory threads of all workspaces. `list` and `find` return only threads of the given workspace. */
export interface ThreadStore {
  readonly threads: readonly StoredThread[];
  add(workspaceId: string, values: Partial<StoredThread>): StoredThread;
  list(workspaceId: string, isArchived: boolean): StoredThread[];
  find(workspaceId: string, id: string): StoredThread | undefined;
  remove(thread: StoredThread): void;
  messagesOf(thread: StoredThread): StoredMessage[];
}

const newId = (prefix: string) => `${prefix}_0${randomUUID().replaceAll("-", "").slice(0, 23)}`;

export function createThreadStore(): ThreadStore {
  const threads: StoredThread[] = [];
  const messages = new Map<string, StoredMessage[]>();
  return {
    threads,
    add(workspaceId, values) {
      const now = new Date().toISOString();
      const thread: StoredThread = {
        id: newId("thread"),
        project_id: "proj_test",
        workspace_id: workspaceId,
        title: values.title ?? null,
        external_id: values.external_id ?? null,
        metadata: values.metadata ?? null,
        is_archived: false,
        created_at: now,
        updated_at: now,
        last_message_at: values.last_message_at ?? now,
      };
      threads.push(thread);
      return thread;
    },
    list: (workspaceId, isArchived) =>
      threads
        .filter((thread) => thread.workspace_id === workspaceId && thread.is_archived === isArchived)
        .sort((one, other) => other.last_message_at.localeCompare(one.last_message_at)),
    find: (workspaceId, id) => threads.find((thread) => thread.workspace_id === workspaceId && thread.id === id),
    remove(thread) {
      threads.splice(threads.indexOf(thread), 1);
    },
    messagesOf(thread) {
      const known = messages.get(thread.id) ?? [];
      messages.set(thread.id, known);
      return known;
    },
  };
}

/**
 * Adds a new message to the messages of a thread and returns the message. If no message has the id `values.parent_id`,
 * the new message has no parent.
 */
export function addMessage(known: StoredMessage[], values: Pick<StoredMessage, "parent_id" | "format" | "content">) {
  const now = new Date().toISOString();
  const parent = known.find(({ id }) => id === values.parent_id);
  const { format, content } = values;
  const message: StoredMessage = {
    id: newId("msg"),
    parent_id: parent?.id ?? null,
    height: parent === undefined ? 0 : parent.height + 1,
    format,
    content,
    created_at: now,
    updated_at: now,
  };
  known.push(message);
  return message;
}
