import { hash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Authority } from "assistant-cloud-server";
import { contentOf, type Write } from "./writes.ts";

/** The request headers that name the workspace and the user of the chats. */
export const WORKSPACE = { "Aui-Workspace-Id": "workspace", "Aui-User-Id": "ada" };
/** The size of a file, in bytes. A file of this size needs two database chunks. */
const FILE_BYTES = 300_000;
const REASONS = ["done", "cancelled", "error"] as const;

/** Writes one chat after another through the thread API until the test kills the process; throws if a request fails. */
export async function writeChats(
  authority: Pick<Authority, "fetch">,
  apiKey: string,
  acknowledge: (write: Write) => void,
): Promise<never> {
  const last_message_at = "2026-01-01T00:00:00.000Z";

  async function send(method: string, path: string, body?: object): Promise<Record<string, string>> {
    const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", ...WORKSPACE };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    // The embedded database responds within one turn of the event loop. Without a pause, other writers would starve.
    await setImmediate();
    const response = await authority.fetch(new Request(`https://auth.example.com/v1${path}`, init));
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  }

  async function writeThread(): Promise<string> {
    const external_id = randomUUID();
    const { thread_id: id = "" } = await send("POST", "/threads", { last_message_at, external_id, upsert: true });
    acknowledge({ what: "thread", id });
    return id;
  }

  async function writeMessage(threadId: string, parentId: string | null, more: object = {}) {
    const externalId = randomUUID();
    const { message_id: id = "", lease_id: leaseId = "" } = await send("POST", `/threads/${threadId}/messages`, {
      ...{ parent_id: parentId, external_id: externalId, format: "aui/v0", content: contentOf(0), ...more },
    });
    acknowledge({ what: "message", id, threadId, externalId, parentId });
    acknowledge({ what: "content", messageId: id, revision: 0 });
    if (leaseId !== "") acknowledge({ what: "lease", id: leaseId, messageId: id });
    return { id, leaseId };
  }

  async function writeReply(threadId: string, parentId: string): Promise<string> {
    const { id, leaseId } = await writeMessage(threadId, parentId, { open_run: true });
    for (let revision = 1; revision <= 3; revision += 1) {
      const sentAt = Date.now();
      await send("POST", `/threads/${threadId}/runs/${leaseId}/heartbeat`);
      acknowledge({ what: "heartbeat", leaseId, sentAt });
      const changes = { content: contentOf(revision), lease_id: leaseId };
      await send("PUT", `/threads/${threadId}/messages/${id}`, changes);
      acknowledge({ what: "content", messageId: id, revision });
    }
    const reason = REASONS[randomInt(REASONS.length)] ?? "done";
    await send("POST", `/threads/${threadId}/runs/${leaseId}/end`, { reason });
    acknowledge({ what: "end", leaseId, reason });
    return id;
  }

  async function writeFile(): Promise<void> {
    const path = "/files/attachments/generate-presigned-upload-url";
    const { signedUrl = "", key = "" } = await send("POST", path, { filename: "photo.png" });
    const bytes = randomBytes(FILE_BYTES);
    const response = await authority.fetch(new Request(signedUrl, { method: "PUT", body: bytes }));
    if (!response.ok) throw new Error(`An upload: ${response.status} ${await response.text()}`);
    acknowledge({ what: "file", key, hash: hash("sha256", bytes, "hex") });
  }

  /**
   * Creates and deletes a thread, but acknowledges only the deletion. If the process dies before the acknowledgment,
   * both states are valid: the thread may exist, or it may be deleted.
   */
  async function deleteThread(): Promise<void> {
    const { thread_id: threadId = "" } = await send("POST", "/threads", { last_message_at, external_id: randomUUID() });
    const content = contentOf(0);
    await send("POST", `/threads/${threadId}/messages`, { parent_id: null, format: "aui/v0", content, open_run: true });
    await send("DELETE", `/threads/${threadId}`);
    acknowledge({ what: "deletion", threadId });
  }

  for (;;) {
    const threadId = await writeThread();
    let parentId: string | null = null;
    for (let turn = 0; turn < 2; turn += 1) {
      const question = await writeMessage(threadId, parentId);
      parentId = await writeReply(threadId, question.id);
    }
    await writeFile();
    await deleteThread();
  }
}
