import { randomText } from "../base/random-text.ts";

/** The kinds of rows whose ids appear in the API. */
export type RowKind = "thread" | "msg" | "run" | "score" | "lease";

/** Creates an id such as `thread_0…`. The prefix is followed by 23 random letters and digits (137 bits). */
export function createRowId(kind: RowKind): string {
  return `${kind}_0${randomText(23)}`;
}
