import type { ThreadsAnswer } from "../../src/admin/admin-api.ts";

/** Returns the title to show for a thread. */
export function titleOf({ title }: Pick<ThreadsAnswer["threads"][number], "title">): string {
  return title === null || title.trim() === "" ? "Untitled" : title;
}
