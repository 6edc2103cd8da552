import { createRowId } from "./row-ids.ts";
import { createScopedStatement, inScope, isoText, type Row, type RunStatement } from "./scoped-statements.ts";
import type { ThreadChanges, ThreadContent, ThreadQuery } from "./thread-bodies.ts";
import { repairThreadKeys } from "./thread-keys.ts";
import type { ThreadScope } from "./thread-scope.ts";

/** A thread in the wire format. */
export interface Thread {
  readonly id: string;
  readonly project_id: string;
  readonly workspace_id: string;
  readonly title: string | null;
  readonly external_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_message_at: string;
  readonly is_archived: boolean;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** Reads and writes the threads of one workspace. Each method runs one statement, except `remove`. */
export interface ThreadStore {
  /**
   * Returns a page of threads, the thread with the latest message first. Returns the first page for an unknown cursor.
   */
  list(query: ThreadQuery): Promise<Thread[]>;
  /** Returns a thread; null if the workspace has no thread with this id. */
  get(id: string): Promise<Thread | null>;
  /**
   * Creates a thread and returns its id. If `upsert` is true and threads with the external id exist, creates no thread
   * and returns the id of the oldest of these threads.
   */
  create(content: ThreadContent): Promise<{ id: string; created: boolean }>;
  /** Changes the given fields of a thread. Returns false if the thread does not exist. */
  update(id: string, changes: ThreadChanges): Promise<boolean>;
  /** Sets a generated title if the thread's title is missing or blank. */
  setMissingTitle(id: string, title: string): Promise<void>;
  /**
   * Deletes a thread, and the messages, leases, scores and reports of the thread. The thread's external id then
   * identifies the oldest remaining thread with this external id. Runs several statements, so call it in a transaction.
   * Returns false if the thread does not exist.
   */
  remove(id: string): Promise<boolean>;
}

/** The SQL columns of a {@link Thread}, without the project and the workspace. */
export const THREAD_COLUMNS = `threads.id, threads.title, threads.external_id, threads.is_archived, threads.metadata,
  ${isoText("threads.created_at")} as created_at, ${isoText("threads.updated_at")} as updated_at,
  ${isoText("threads.last_message_at")} as last_message_at`;

/** Converts a row with the {@link THREAD_COLUMNS} to a thread. */
export function toThread(row: Row, scope: Pick<ThreadScope, "projectId" | "workspaceId">): Thread {
  const { id, title, external_id, is_archived, metadata, created_at, updated_at, last_message_at } = row as ThreadRow;
  return {
    id,
    project_id: scope.projectId,
    workspace_id: scope.workspaceId,
    title,
    external_id,
    created_at,
    updated_at,
    last_message_at,
    is_archived,
    metadata: metadata === null ? null : JSON.parse(metadata),
  };
}

type ThreadRow = Omit<Thread, "project_id" | "workspace_id" | "metadata"> & { readonly metadata: string | null };

/** Creates the {@link ThreadStore} of a workspace. */
export function createThreadStore(run: RunStatement, scope: ThreadScope, now: () => number): ThreadStore {
  const statement = createScopedStatement(run, scope);
  const timestamp = () => new Date(now()).toISOString();

  return {
    async list({ archived, externalId, limit, after }) {
      const values: unknown[] = [archived, limit];
      const addParameter = (value: unknown) => `$${values.push(value) + 2}::text`;
      const filter = externalId === undefined ? "" : `and external_id = ${addParameter(externalId)}`;
      const position = after === undefined ? "" : afterThread(addParameter(after));
      const rows = await statement(
        `select ${THREAD_COLUMNS} from threads
          where ${inScope("threads")} and is_archived = $3::boolean ${filter} ${position}
          order by threads.last_message_at desc, threads.id desc limit $4::int`,
        ...values,
      );
      return rows.map((row) => toThread(row, scope));
    },

    async get(id) {
      const [row] = await statement(
        `select ${THREAD_COLUMNS} from threads where ${inScope("threads")} and id = $3::text`,
        id,
      );
      return row ? toThread(row, scope) : null;
    },

    async create({ title, metadata, lastMessageAt, externalId, upsert }) {
      const id = createRowId("thread");
      const values = [
        id,
        scope.userId,
        externalId ?? null,
        title ?? null,
        metadata ?? null,
        lastMessageAt,
        timestamp(),
      ];
      const [row] = await statement(createStatement(externalId !== undefined, upsert), ...values);
      const thread = String(row?.["id"]);
      return { id: thread, created: thread === id };
    },

    async update(id, changes) {
      const values: unknown[] = [id, timestamp()];
      const set = (column: string, type: string, value: unknown) =>
        value === undefined ? [] : [`${column} = $${values.push(value) + 2}::${type}`];
      const columns = [
        "updated_at = $4::timestamptz",
        ...set("title", "text", changes.title),
        ...set("metadata", "text", changes.metadata),
        ...set("is_archived", "boolean", changes.archived),
        ...set("last_message_at", "timestamptz", changes.lastMessageAt),
      ];
      const rows = await statement(
        `update threads set ${columns.join(", ")} where ${inScope("threads")} and id = $3::text returning id`,
        ...values,
      );
      return rows.length > 0;
    },

    async setMissingTitle(id, title) {
      await statement(
        `update threads set title = $4::text where ${inScope("threads")} and id = $3::text
          and (title is null or title !~ '[^[:space:]]')`,
        id,
        title,
      );
    },

    async remove(id) {
      const [gone] = await statement(
        `delete from threads where ${inScope("threads")} and id = $3::text returning external_id`,
        id,
      );
      const externalId = gone?.["external_id"];
      if (typeof externalId === "string") {
        await repairThreadKeys(run, scope.projectId, [{ workspaceId: scope.workspaceId, externalId }]);
      }
      return gone !== undefined;
    },
  };
}

/**
 * Returns the SQL condition that selects the threads after the cursor's thread, in the order of the list. If the
 * cursor's thread does not exist, the condition selects all threads.
 */
const afterThread = (cursor: string) => {
  const read = (column: string) =>
    `(select cursor.${column} from threads cursor where ${inScope("cursor")} and cursor.id = ${cursor})`;
  return `and (threads.last_message_at, threads.id) <
    (coalesce(${read("last_message_at")}, 'infinity'::timestamptz), coalesce(${read("id")}, ''))`;
};

function createStatement(hasExternalId: boolean, upsert: boolean): string {
  const insert = (from: string) => `insert into threads
    (project_id, workspace_id, id, user_id, external_id, title, metadata, last_message_at, created_at, updated_at)
    select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text,
      $8::timestamptz, $9::timestamptz, $9::timestamptz ${from}`;
  if (!hasExternalId) return `${insert("")} returning id`;
  // The update changes no value. It makes the statement wait for a concurrent insert or repair of the key, and return
  // the inserted row, which the statement's snapshot does not contain. It also makes a repair wait for the new thread.
  const key = `insert into thread_keys (project_id, workspace_id, external_id, thread_id)
    values ($1::text, $2::text, $5::text, $3::text) on conflict (project_id, workspace_id, external_id)
    do update set thread_id = thread_keys.thread_id returning thread_id`;
  if (!upsert) return `with key as (${key}) ${insert("")} returning id`;
  return `with key as (${key}),
    created as (${insert("from key where key.thread_id = $3::text")} returning id)
    select thread_id as id from key`;
}
