import type { Command } from "commander";
import type { Page, PageOptions } from "../storage/keyset-page.ts";
import { wholeNumber } from "./common-options.ts";

/** The options of a command that lists rows. */
export interface ListOptions {
  limit?: number;
  after?: string;
}

/** Rows that a command prints, and where the next ones begin. */
export interface Listed<Row> {
  items: Row[];
  next: string | null;
}

/** How many rows travel at once. */
const PAGE = 200;

/** Adds the options that choose a part of a list. */
export function addListOptions(command: Command): Command {
  return command
    .option("--limit <n>", "how many at most (default: all)", wholeNumber(1, 1_000_000))
    .option("--after <cursor>", "go on where a list with --limit ended");
}

/** Reads as many rows as the options ask for, page by page, so that no answer of the server is large. */
export async function listPages<Row>(
  { limit = Number.POSITIVE_INFINITY, after }: ListOptions,
  read: (options: PageOptions) => Promise<Page<Row>>,
): Promise<Listed<Row>> {
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

/** Says on stderr, where it disturbs no program, how to see the rest. */
export function printNext(next: string | null): void {
  if (next !== null) process.stderr.write(`There are more: repeat the command with --after ${next}\n`);
}
