import type { ThreadsResponse } from "../../src/admin/admin-api.ts";

/** Returns the title to show for a thread: "Untitled" if the thread has no title. */
export function titleOf({ title }: Pick<ThreadsResponse["threads"][number], "title">): string {
  return title === null || title.trim() === "" ? "Untitled" : title;
}
