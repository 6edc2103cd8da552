import type { Command } from "commander";
import type { Page, PageOptions } from "../storage/keyset-page.ts";
import { wholeNumber } from "./common-options.ts";

/** The options of a command that lists rows. */
export interface ListOptions {
  limit?: number;
  after?: string;
}

/** The rows that a command prints. `next` is the cursor for the rest of the list; null if there are no more rows. */
export interface ListedRows<Row> {
  items: Row[];
  next: string | null;
}

/** The maximum number of rows that the command reads at once. */
const PAGE = 200;

/** Adds the options that select a part of a list: `--limit` and `--after`. */
export function addListOptions(command: Command): Command {
  return command
    .option("--limit <n>", "maximum number of rows (default: all)", wholeNumber(1, 1_000_000))
    .option("--after <cursor>", "continue after the last row of a list with --limit");
}

/** Reads as many rows as the options request, page by page. Reading in pages limits the size of each response. */
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

/**
 * Prints to stderr how to list the next rows, because stdout may be piped to a program. Prints nothing if `next` is
 * null.
 */
export function printNext(next: string | null): void {
  if (next !== null) process.stderr.write(`There are more: repeat the command with --after ${next}\n`);
}
