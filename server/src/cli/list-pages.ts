import type { Command } from "commander";
import type { Page, PageOptions } from "../storage/keyset-page.ts";
import { wholeNumber } from "./common-options.ts";

/** The options of a command that lists rows. */
export interface ListOptions {
  limit?: number;
  after?: string;
}

/** The rows that a command prints, and the cursor of the next rows; the cursor is null after the last row. */
export interface ListedRows<Row> {
  items: Row[];
  next: string | null;
}

/** The maximum number of rows per request. */
const PAGE = 200;

/** Adds the options that select a part of a list. */
export function addListOptions(command: Command): Command {
  return command
    .option("--limit <n>", "maximum number of rows (default: all)", wholeNumber(1, 1_000_000))
    .option("--after <cursor>", "continue after the last row of a list with --limit");
}

/** Reads as many rows as the options request, page by page. Pages limit the size of each response. */
export async function listPages<Row>(
  { limit = Number.POSITIVE_INFINITY, after }: ListOptions,
  read: (options: PageOptions) => Promise<Page<Row>>,
): Promise<ListedRows<Row>> {
  const items: Row[] = [];
  let next = after ?? null;
  do {
    const from = next === null ? {} : { after: next };
    const page = await read({ ...from, limit: Math.min(PAGE, limit - items.length) });
    items.push(...page.items);
    next = page.next;
  } while (next !== null && items.length < limit);
  return { items, next };
}

/** Prints the command that lists the next rows. Prints to stderr, since stdout may be piped to a program. */
export function printNext(next: string | null): void {
  if (next !== null) process.stderr.write(`There are more: repeat the command with --after ${next}\n`);
}
