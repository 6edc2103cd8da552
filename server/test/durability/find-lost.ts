import { hash } from "node:crypto";
import { sha256 } from "../../src/base/sha256.ts";
import type { State } from "./state.ts";
import { contentOf, type Write } from "./writes.ts";

/** Returns the acknowledged writes that the database has lost. A write is not lost if a later write replaced it. */
export function findLost(state: State, writes: readonly Write[]): Write[] {
  const [keys, visitors, threads] = [state.keys, state.visitorHashes, state.threads].map((each) => new Set(each));
  const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
  const [messages, leases] = [byId(state.messages), byId(state.leases)];
  const files = new Map(state.files.map((file) => [file.key, file.hash]));

  function isKept(write: Write): boolean | undefined {
    switch (write.what) {
      case "key":
        return keys?.has(write.id);
      case "visitor":
        return visitors?.has(sha256(write.token));
      case "thread":
        return threads?.has(write.id);
      case "deletion":
        return !threads?.has(write.threadId);
      case "message": {
        const { threadId, externalId, parentId } = messages.get(write.id) ?? {};
        return threadId === write.threadId && externalId === write.externalId && parentId === write.parentId;
      }
      case "content": {
        const message = messages.get(write.messageId);
        return message && message.revision >= write.revision && message.hash === hashOf(message.revision);
      }
      case "lease":
        return leases.get(write.id)?.messageId === write.messageId;
      case "heartbeat":
        return (leases.get(write.leaseId)?.beatAt ?? 0) >= write.sentAt;
      case "end":
        return leases.get(write.leaseId)?.reason === write.reason;
      case "file":
        return files.get(write.key) === write.hash;
    }
  }
  return writes.filter((write) => !isKept(write));
}

const hashOf = (revision: number) => hash("sha256", JSON.stringify(contentOf(revision)), "hex");
