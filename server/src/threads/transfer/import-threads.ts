import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { runStatements } from "../../storage/transaction-statements.ts";
import { repairThreadKeys } from "../thread-keys.ts";
import { invalidLine, type MessageRecord, readLine, type ThreadRecord } from "./transfer-line.ts";

/** The numbers of threads and messages that an import added (`imported`) or found in the project (`present`). */
export interface Imported {
  readonly threads: { imported: number; present: number };
  /**
   * The numbers of messages. `conflicting` counts messages whose external id belongs to another message of the thread.
   */
  readonly messages: { imported: number; present: number; conflicting: number };
}

const ROWS_PER_BATCH = 250;
/** The number of characters of message content after which a batch ends. */
const SIZE_OF_BATCH = 4 * 1024 * 1024;

/**
 * Imports an export of threads into a project. The imported rows have the ids, message trees, formats and times of the
 * export. Existing rows stay unchanged, so an interrupted import can be repeated. The import holds one batch in memory.
 *
 * @param lines the lines of an export, for example from `splitLines`; empty lines are ignored
 * @param from the number of the first of `lines` in the export file. Default: 1.
 * @throws AuthorityError `invalid_setting` for a line that is not part of an export, and for a message whose thread is
 *   neither in an earlier line nor in the project. The lines before the invalid line are imported.
 */
export async function importThreads(
  storage: Pick<AuthorityStorage, "statement" | "transaction">,
  projectId: string,
  lines: AsyncIterable<string> | Iterable<string>,
  from = 1,
): Promise<Imported> {
  const total: Imported = {
    threads: { imported: 0, present: 0 },
    messages: { imported: 0, present: 0, conflicting: 0 },
  };
  let threads: ThreadRecord[] = [];
  let messages: MessageRecord[] = [];
  let size = 0;
  let number = from - 1;
  let batches = 0;

  async function flush(): Promise<void> {
    const [newThreads, newMessages] = [threads, messages];
    threads = [];
    messages = [];
    size = 0;
    await storeThreads(storage, projectId, newThreads, total.threads);
    await storeMessages(storage, projectId, newMessages, total.messages, number);
    // The embedded database does not collect statistics automatically. Without statistics, it uses the wrong index.
    // They are therefore collected after 1, 2, 4, 8 … batches.
    if (isPowerOfTwo(++batches)) await storage.statement("analyze threads, messages", []);
  }

  try {
    for await (const line of lines) {
      number++;
      if (line.trim() === "") continue;
      const record = readLine(line, number);
      if (record.type === "thread") threads.push(record);
      if (record.type === "message") {
        messages.push(record);
        size += record.content.length;
      }
      if (threads.length === ROWS_PER_BATCH || messages.length === ROWS_PER_BATCH || size > SIZE_OF_BATCH)
        await flush();
    }
  } finally {
    await flush();
  }
  return total;
}

const isPowerOfTwo = (count: number) => (count & (count - 1)) === 0;

async function storeThreads(
  storage: Pick<AuthorityStorage, "transaction">,
  projectId: string,
  threads: readonly ThreadRecord[],
  total: Imported["threads"],
): Promise<void> {
  if (threads.length === 0) return;
  const imported = await runStatements(storage, async (run) => {
    const stored = await run(STORE_THREADS, [projectId, JSON.stringify(threads)]);
    const changed = stored.flatMap(({ workspace_id: workspaceId, external_id: externalId }) =>
      typeof externalId === "string" ? [{ workspaceId: String(workspaceId), externalId }] : [],
    );
    await repairThreadKeys(run, projectId, changed);
    return stored.length;
  });
  total.imported += imported;
  total.present += threads.length - imported;
}

async function storeMessages(
  storage: Pick<AuthorityStorage, "statement">,
  projectId: string,
  messages: readonly MessageRecord[],
  total: Imported["messages"],
  number: number,
): Promise<void> {
  if (messages.length === 0) return;
  const [row = {}] = await storage.statement(STORE_MESSAGES, [projectId, JSON.stringify(messages)]);
  const [imported, present, lost] = [row["imported"], row["present"], row["lost"]].map(Number);
  total.imported += imported ?? 0;
  total.present += present ?? 0;
  total.conflicting += messages.length - (imported ?? 0) - (present ?? 0) - (lost ?? 0);
  if (lost) throw invalidLine(number, "or one before it has a message without its thread", "Import the whole export.");
}

const STORE_THREADS = `insert into threads (project_id, workspace_id, id, user_id, external_id, title, metadata, is_archived,
    created_at, updated_at, last_message_at)
  select $1::text, workspace_id, id, user_id, external_id, title, metadata, is_archived, created_at, updated_at, last_message_at
  from json_to_recordset($2::json) as record (workspace_id text, id text, user_id text, external_id text, title text,
    metadata text, is_archived boolean, created_at timestamptz, updated_at timestamptz, last_message_at timestamptz)
  on conflict do nothing returning workspace_id, external_id`;

/**
 * Stores messages. For each message, the statement looks up its thread and an existing message with the same id. The
 * `order by` of these lookups makes the planner use the primary keys. Otherwise, a planner without statistics would
 * read the whole project or thread for each message. The lookup of the message sorts by the whole primary key, because
 * a planner with the statistics of many small threads would use another index and read the whole of a long thread.
 */
const STORE_MESSAGES = `with record as materialized (
    select record.*, coalesce(thread.id <> record.thread_id, true) as is_lost,
      coalesce((message.project_id, message.workspace_id, message.thread_id, message.id)
        = ($1::text, record.workspace_id, record.thread_id, record.id), false) as is_present
    from json_to_recordset($2::json) as record (workspace_id text, thread_id text, id text, user_id text, external_id text,
      parent_id text, height int, role text, format text, content text, created_at timestamptz, updated_at timestamptz)
    left join lateral (select threads.id from threads where threads.project_id = $1
      and threads.workspace_id = record.workspace_id and threads.id >= record.thread_id
      order by threads.id limit 1) as thread on true
    left join lateral (select messages.project_id, messages.workspace_id, messages.thread_id, messages.id from messages
      where (messages.project_id, messages.workspace_id, messages.thread_id, messages.id)
        >= ($1::text, record.workspace_id, record.thread_id, record.id)
      order by messages.project_id, messages.workspace_id, messages.thread_id, messages.id limit 1) as message on true
  ), stored as (
    insert into messages (project_id, workspace_id, thread_id, id, user_id, external_id, parent_id, height, role, format,
      content, created_at, updated_at)
    select $1::text, workspace_id, thread_id, id, user_id, external_id, parent_id, height, role, format, content, created_at,
      updated_at from record where not is_lost
    on conflict do nothing returning 1
  )
  select (select count(*)::int from stored) as imported, count(*) filter (where is_present)::int as present,
    count(*) filter (where is_lost)::int as lost from record`;
