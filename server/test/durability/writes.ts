import type { State } from "./state.ts";

/**
 * The writer's output, one JSON value per line. The first line reports that the database is open. The second line
 * contains the state that the writer found. Each later line is an acknowledged write.
 */
export type Line =
  | { readonly kind: "open" }
  | { readonly kind: "state"; readonly state: State }
  | { readonly kind: "write"; readonly write: Write };

/** A write that the database has acknowledged. */
export type Write =
  | { readonly what: "key"; readonly id: string }
  | { readonly what: "visitor"; readonly token: string }
  | { readonly what: "thread"; readonly id: string }
  | { readonly what: "deletion"; readonly threadId: string }
  | {
      readonly what: "message";
      readonly id: string;
      readonly threadId: string;
      readonly externalId: string;
      readonly parentId: string | null;
    }
  | { readonly what: "content"; readonly messageId: string; readonly revision: number }
  | { readonly what: "lease"; readonly id: string; readonly messageId: string }
  | { readonly what: "heartbeat"; readonly leaseId: string; readonly sentAt: number }
  | { readonly what: "end"; readonly leaseId: string; readonly reason: string }
  | { readonly what: "file"; readonly key: string; readonly hash: string };

/** Returns the content of a message in the given revision. */
export const contentOf = (revision: number) => ({
  role: "assistant",
  content: [{ type: "text", text: "wörd ".repeat(20 * revision) }],
  metadata: { custom: { revision } },
});
