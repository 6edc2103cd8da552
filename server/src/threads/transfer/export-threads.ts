import { isoText, type Row, type RunStatement } from "../scoped-statements.ts";
import { HEADER_LINE, readLine, writeMessageLine, writeThreadLine } from "./transfer-line.ts";

/** A position in an export, directly after the line of a thread or of a message. */
export interface ExportCursor {
  readonly workspaceId: string;
  readonly threadId: string;
  /** The message directly before the position; null if the position is directly after the thread's line. */
  readonly message: { readonly height: number; readonly createdAt: string; readonly id: string } | null;
}

export interface ExportOptions {
  readonly projectId: string;
  /**
   * The position at which the export continues; see {@link cursorAfter}. Default: null, for an export from the
   * beginning.
   */
  readonly after?: ExportCursor | null;
}

const THREADS_PER_PAGE = 250;
const MESSAGES_PER_PAGE = 250;
/**
 * The maximum size of a page of messages, in bytes. A page always has at least one message, even if that message is
 * larger.
 */
const BYTES_PER_PAGE = 4 * 1024 * 1024;

/**
 * Exports a project's threads and messages as JSON Lines: each thread, then its messages, parents before their
 * children. Holds one page of threads and one page of messages in memory.
 *
 * The export is not a snapshot: threads that are created during the export may be missing.
 */
export async function* exportThreads(
  run: RunStatement,
  { projectId, after = null }: ExportOptions,
): AsyncGenerator<string, void> {
  if (after === null) yield HEADER_LINE;
  let cursor = after;
  while (true) {
    const threads = await readThreads(run, projectId, cursor);
    const last = threads.at(-1);
    if (last === undefined && cursor === null) return;
    const until = last ?? { workspace_id: cursor?.workspaceId, id: cursor?.threadId };
    const pending = [...threads];
    // The thread whose line was written last. A message of a thread without a line belongs to a thread that was created
    // during the export, so the message is skipped.
    let current = cursor === null ? null : keyOf(cursor.workspaceId, cursor.threadId);
    for await (const message of readMessages(run, projectId, cursor, until)) {
      const key = keyOf(message["workspace_id"], message["thread_id"]);
      while (current !== key && pending[0] !== undefined && isAtMost(pending[0], message)) {
        const thread = pending.shift() ?? {};
        current = keyOf(thread["workspace_id"], thread["id"]);
        yield writeThreadLine(thread);
      }
      if (current === key) yield writeMessageLine(message);
    }
    for (const thread of pending) yield writeThreadLine(thread);
    if (threads.length < THREADS_PER_PAGE || last === undefined) return;
    cursor = { workspaceId: String(last["workspace_id"]), threadId: String(last["id"]), message: LAST_MESSAGE };
  }
}

/**
 * Returns the position directly after a line of an export, where {@link exportThreads} can continue. Returns null for
 * the header.
 */
export function cursorAfter(line: string): ExportCursor | null {
  const record = readLine(line, 1);
  if (record.type === "header") return null;
  if (record.type === "thread") return { workspaceId: record.workspace_id, threadId: record.id, message: null };
  const { workspace_id: workspaceId, thread_id: threadId, height, created_at: createdAt, id } = record;
  return { workspaceId, threadId, message: { height, createdAt, id } };
}

/** A position after all messages of a thread. */
const LAST_MESSAGE = { height: 2_147_483_647, createdAt: "9999-12-31T23:59:59.999Z", id: "" };
/** A position before all messages of a thread. */
const FIRST_MESSAGE = { height: -1, createdAt: "0001-01-01T00:00:00.000Z", id: "" };

const keyOf = (workspaceId: unknown, threadId: unknown) => JSON.stringify([workspaceId, threadId]);

/**
 * Returns whether a thread's line comes before a message's line in the export. Compares the ids as UTF-8 bytes, because
 * the database sorts them in this order.
 */
function isAtMost(thread: Row, message: Row): boolean {
  const order = compareBytes(thread["workspace_id"], message["workspace_id"]);
  return order === 0 ? compareBytes(thread["id"], message["thread_id"]) <= 0 : order < 0;
}

const compareBytes = (one: unknown, other: unknown) =>
  Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));

function readThreads(run: RunStatement, projectId: string, cursor: ExportCursor | null): Promise<readonly Row[]> {
  const after = cursor === null ? [] : [cursor.workspaceId, cursor.threadId];
  return run(
    `select workspace_id, id, user_id, external_id, title, is_archived, ${isoText("created_at")} as created_at,
        ${isoText("updated_at")} as updated_at, ${isoText("last_message_at")} as last_message_at, metadata
      from threads where project_id = $1 ${cursor === null ? "" : "and (workspace_id, id) > ($3::text, $4::text)"}
      order by threads.workspace_id, threads.id limit $2::int`,
    [projectId, THREADS_PER_PAGE, ...after],
  );
}

/** Yields the messages from the cursor's position to the end of the thread `until`. Reads them page by page. */
async function* readMessages(
  run: RunStatement,
  projectId: string,
  cursor: ExportCursor | null,
  until: Row,
): AsyncGenerator<Row, void> {
  let position: readonly unknown[] = positionOf(cursor);
  while (true) {
    const values = [projectId, ...position, until["workspace_id"], until["id"], MESSAGES_PER_PAGE, BYTES_PER_PAGE];
    const rows = await run(READ_MESSAGES, values);
    for (const row of rows) yield row;
    const last = rows.at(-1);
    if (last === undefined) return;
    position = [last["workspace_id"], last["thread_id"], last["height"], last["created_at"], last["id"]];
  }
}

function positionOf(cursor: ExportCursor | null): readonly unknown[] {
  if (cursor === null) return ["", "", FIRST_MESSAGE.height, FIRST_MESSAGE.createdAt, FIRST_MESSAGE.id];
  const { height, createdAt, id } = cursor.message ?? FIRST_MESSAGE;
  return [cursor.workspaceId, cursor.threadId, height, createdAt, id];
}

const ORDER = "messages.workspace_id, messages.thread_id, messages.height, messages.created_at, messages.id";

/**
 * Reads a page of messages, limited by number and by size. PostgreSQL stores long content outside the row, but keeps
 * the content's length in the row. The statement can therefore limit the size without reading content beyond the page.
 */
const READ_MESSAGES = `select page.workspace_id, page.thread_id, page.id, page.user_id, page.external_id, page.parent_id,
    page.height, page.format, ${isoText("page.created_at")} as created_at, ${isoText("page.updated_at")} as updated_at, page.content
  from (
    select messages.*, row_number() over (order by ${ORDER}) as place,
      sum(octet_length(messages.content)) over (order by ${ORDER}) as bytes
    from messages where messages.project_id = $1
      and (${ORDER}) > ($2::text, $3::text, $4::int, $5::timestamptz, $6::text)
      and (messages.workspace_id, messages.thread_id) <= ($7::text, $8::text)
    order by ${ORDER} limit $9::int
  ) as page where page.place = 1 or page.bytes <= $10::int order by page.place`;
