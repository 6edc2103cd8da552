import { randomText } from "../base/random-text.ts";

/** The kinds of row that have an id on the wire. */
export type RowKind = "thread" | "msg" | "run" | "score" | "lease";

/** Creates an id such as `thread_0…`: 23 random letters and digits after the prefix, 137 bits. */
export function createRowId(kind: RowKind): string {
  return `${kind}_0${randomText(23)}`;
}
