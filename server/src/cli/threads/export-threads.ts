import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { CommandServices } from "../../control/remote-services.ts";
import { cursorAfter, type ExportCursor } from "../../threads/transfer/export-threads.ts";
import { HEADER_LINE } from "../../threads/transfer/transfer-line.ts";
import { type CommonOptions, requireDatabase } from "../common-options.ts";
import { unusableFileError } from "../read-text.ts";
import { BY_CLI, withServices } from "../with-services.ts";

/**
 * How many bytes at the end of an export file are searched for the last complete line. A line has at most 2,097,152
 * characters, which need at most 6 MiB.
 */
const TAIL_BYTES = 8 * 1024 * 1024;

/**
 * Writes all threads of a project to a new file or to standard output, page by page. With `resume`, continues after the
 * last complete line of the existing file. Throws `invalid_setting` if the file already exists and `resume` is false.
 */
export async function exportToFile({
  out,
  resume = false,
  ...options
}: CommonOptions & { out?: string; resume?: boolean }): Promise<void> {
  if (resume && out === undefined) {
    throw settingRefusal("option_invalid", {
      field: null,
      problem: "An export to standard output cannot be resumed",
      remedy: "Name the file with --out.",
    });
  }
  requireDatabase(options);
  const after = resume && out !== undefined ? await findEnd(out) : null;
  await withServices(options, async ({ threads }) => {
    // The file contains the conversations of all users, so only this user may read it.
    const target: Writable =
      out === undefined ? process.stdout : createWriteStream(out, { flags: resume ? "a" : "wx", mode: 0o600 });
    try {
      await pipeline(() => readLines(threads, after), target, { end: out !== undefined });
    } catch (cause) {
      if (out !== undefined && cause instanceof Error && "syscall" in cause) {
        throw unusableFileError(out, "cannot be written, or exists already", cause);
      }
      throw cause;
    }
  });
}

async function* readLines(
  threads: CommandServices["threads"],
  start: ExportCursor | null,
): AsyncGenerator<string, void> {
  let after = start;
  do {
    const page = await threads.exportPage(after, BY_CLI);
    if (page.lines.length > 0) yield `${page.lines.join("\n")}\n`;
    after = page.after;
  } while (after !== null);
}

/**
 * Removes an incomplete last line from an export file. Returns the cursor after the last complete line. If no complete
 * line follows the header, removes the header too and returns null. The export then writes a new header.
 *
 * Throws `invalid_setting` and changes nothing if the file is not an export.
 */
async function findEnd(file: string): Promise<ExportCursor | null> {
  const handle = await open(file, "r+").catch((cause: unknown) => {
    throw unusableFileError(file, "cannot be read and written", cause);
  });
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const lineEnd = buffer.lastIndexOf("\n");
    const lineStart = lineEnd <= 0 ? 0 : buffer.lastIndexOf("\n", lineEnd - 1) + 1;
    const after = lineEnd < 0 ? cursorAfterPart(file, buffer) : readCursor(file, buffer.subarray(lineStart, lineEnd));
    await handle.truncate(start + (after === null ? lineStart : lineEnd + 1));
    return after;
  } finally {
    await handle.close();
  }
}

/**
 * Checks a file that contains no complete line. Returns null if the file is empty or contains the beginning of the
 * header. Otherwise throws `invalid_setting`, because the file is not an export.
 */
function cursorAfterPart(file: string, content: Buffer): null {
  if (HEADER_LINE.startsWith(content.toString("utf8"))) return null;
  throw unusableFileError(file, "is not an export of threads", undefined);
}

function readCursor(file: string, line: Buffer): ExportCursor | null {
  try {
    return cursorAfter(line.toString("utf8"));
  } catch (cause) {
    throw unusableFileError(file, "is not an export of threads", cause);
  }
}
