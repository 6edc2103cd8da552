import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";

/** Returns the name by which a thread is listed. */
export function titleOf({ title }: Pick<ThreadsAnswer["threads"][number], "title">): string {
  return title === null || title.trim() === "" ? "Untitled" : title;
}
