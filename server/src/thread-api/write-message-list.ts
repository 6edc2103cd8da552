import type { StoredMessage } from "../threads/message-store.ts";

/** Returns the JSON of a message list. Inserts the stored content without parsing it. */
export function writeMessageList(messages: readonly StoredMessage[]): string {
  const rows = messages.map(
    ({ content, id, parent_id, height, format, external_id, created_at, updated_at, run }) =>
      `${JSON.stringify({ id, parent_id, height, format, external_id, created_at, updated_at, run }).slice(0, -1)},"content":${content}}`,
  );
  return `{"messages":[${rows.join(",")}]}`;
}
