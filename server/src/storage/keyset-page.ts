import { asc, desc, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { settingRefusal } from "../base/setting-refusal.ts";

const MAX_LIMIT = 200;
const CURSOR = /^(\d{1,15})-([\w-]{1,80})$/;

/** The options that select a page of a list. */
export interface PageOptions {
  /** The `next` of the previous page. Default: the first page. */
  after?: string;
  /** The maximum number of rows, 1 to 200. Default: 100. */
  limit?: number;
}

export interface Page<Row> {
  items: Row[];
  /** The value of `after` for the next page; null on the last page. */
  next: string | null;
}

/** The order of a list. Rows are sorted by creation time and then by id. An index must contain both columns. */
export interface ListOrder {
  readonly createdAt: PgColumn;
  readonly id: PgColumn;
  readonly direction: "oldest first" | "newest first";
}

/** The clauses of a statement that reads a page. */
export interface PageClauses {
  readonly where: SQL | undefined;
  readonly orderBy: [SQL, SQL];
  readonly limit: number;
}

/**
 * Reads a page by keyset pagination. The database starts after the row that the cursor identifies, so reading the last
 * page costs as much as reading the first page.
 *
 * @throws `invalid_setting` for a malformed cursor or a limit out of range
 */
export async function readPage<Row extends { id: string; createdAt: Date }>(
  { after, limit = 100 }: PageOptions,
  { createdAt, id, direction }: ListOrder,
  read: (clauses: PageClauses) => Promise<Row[]>,
): Promise<Page<Row>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalid("limit", `must be a whole number from 1 to ${MAX_LIMIT}`, "Correct that option.");
  }
  const [way, sign] = direction === "oldest first" ? [asc, sql`>`] : [desc, sql`<`];
  const cursor = after === undefined ? null : readCursor(after);
  const rows = await read({
    where: cursor === null ? undefined : sql`(${createdAt}, ${id}) ${sign} (${cursor.at}::timestamptz, ${cursor.id})`,
    orderBy: [way(createdAt), way(id)],
    // The query reads one extra row, which shows whether a next page exists.
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? toCursor(last) : null };
}

/**
 * Returns the cursor of a row: its creation time and its id. Because the cursor contains the creation time, it is valid
 * even if the row is deleted before the next page is read.
 */
const toCursor = ({ createdAt, id }: { createdAt: Date; id: string }) => `${createdAt.getTime()}-${id}`;

function readCursor(text: string): { at: string; id: string } {
  const [, moment, id] = CURSOR.exec(text) ?? [];
  if (moment === undefined || id === undefined) {
    throw invalid("after", "must be the `next` of the page before", "Start from the first page.");
  }
  return { at: new Date(Number(moment)).toISOString(), id };
}

function invalid(field: string, problem: string, remedy: string) {
  return settingRefusal("option_invalid", { field, problem, remedy });
}
