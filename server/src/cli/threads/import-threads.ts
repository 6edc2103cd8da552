import { createReadStream } from "node:fs";
import { splitLines } from "../../threads/transfer/split-lines.ts";
import type { CommonOptions } from "../common-options.ts";
import { printResult } from "../print.ts";
import { unusableFileError } from "../read-text.ts";
import { BY_CLI, withServices } from "../with-services.ts";

const LINES_PER_CALL = 500;
/** The total number of characters at which a batch of lines ends. A batch also ends after `LINES_PER_CALL` lines. */
const LENGTH_PER_CALL = 4 * 1024 * 1024;

/**
 * Imports an export file in batches and prints what was added. The file `-` is standard input. Skips existing threads
 * and messages, so a second import of the same file adds only what is missing.
 */
export async function importFile(file: string, options: CommonOptions): Promise<void> {
  const total = { threads: { imported: 0, present: 0 }, messages: { imported: 0, present: 0, conflicting: 0 } };
  await withServices(options, async ({ threads }) => {
    for await (const { lines, from } of batches(readFile(file))) {
      const { threads: added, messages } = await threads.importLines(lines, from, BY_CLI);
      total.threads.imported += added.imported;
      total.threads.present += added.present;
      total.messages.imported += messages.imported;
      total.messages.present += messages.present;
      total.messages.conflicting += messages.conflicting;
    }
  });
  const { threads, messages } = total;
  printResult(options.json, total, [
    `Threads: ${threads.imported} added, ${threads.present} already exist.`,
    `Messages: ${messages.imported} added, ${messages.present} already exist, ${messages.conflicting} skipped because their external id is taken.`,
  ]);
}

async function* readFile(file: string): AsyncGenerator<string, void> {
  try {
    yield* splitLines(file === "-" ? process.stdin : createReadStream(file));
  } catch (cause) {
    if (cause instanceof Error && "syscall" in cause) throw unusableFileError(file, "cannot be read", cause);
    throw cause;
  }
}

async function* batches(lines: AsyncIterable<string>): AsyncGenerator<{ lines: string[]; from: number }, void> {
  let batch: string[] = [];
  let length = 0;
  let from = 1;
  for await (const line of lines) {
    batch.push(line);
    length += line.length;
    if (batch.length < LINES_PER_CALL && length < LENGTH_PER_CALL) continue;
    yield { lines: batch, from };
    from += batch.length;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield { lines: batch, from };
}
