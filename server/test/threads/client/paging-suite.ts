import { createCloudThreadListAdapter } from "@assistant-ui/core/react";
import { CloudMessagePersistence } from "assistant-cloud";
import { expect, test } from "vitest";
import type { OpenCloud } from "./open-cloud.ts";

export function pagingSuite(cloud: () => OpenCloud): void {
  /** Writes 45 threads. Returns their ids, newest first, and functions that read assistant-ui's list in pages. */
  async function openList() {
    const client = cloud().connect();
    const ids: string[] = [];
    for (let index = 0; index < 45; index++) {
      // Three consecutive threads share one time, so the id decides the order.
      const last_message_at = new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(index / 3)));
      ids.unshift((await client.threads.create({ last_message_at })).thread_id);
    }
    const list = createCloudThreadListAdapter({ cloud: client });
    let after: string | undefined;
    const nextPage = async () => {
      const { threads, nextCursor } = await list.list({ ...(after === undefined ? {} : { after }) });
      after = nextCursor;
      return threads.map(({ remoteId }) => remoteId);
    };
    const otherPages = async () => {
      const seen: string[] = [];
      while (after !== undefined) seen.push(...(await nextPage()));
      return seen;
    };
    const touch = (id: string | undefined) => client.threads.update(id ?? "", { last_message_at: new Date() });
    return { ids, nextPage, otherPages, touch };
  }

  test("listing 45 threads in pages returns each thread exactly once", async () => {
    const { ids, nextPage, otherPages } = await openList();
    const seen = [...(await nextPage()), ...(await otherPages())];
    expect(seen).toHaveLength(45);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  test("if a thread of a later page is updated between requests, all other threads are listed once", async () => {
    const { ids, nextPage, otherPages, touch } = await openList();
    const first = await nextPage();
    const unlisted = ids.at(-1);
    await touch(first[5]);
    await touch(unlisted);
    const seen = [...first, ...(await otherPages())];
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set([...seen, unlisted])).toEqual(new Set(ids));
  });

  test("no thread is missing if the last thread of a page is updated before the next page is requested", async () => {
    const { ids, nextPage, otherPages, touch } = await openList();
    const first = await nextPage();
    await touch(first.at(-1));
    expect(new Set([...first, ...(await otherPages())])).toEqual(new Set(ids));
  });

  test("loading 205 messages of a conversation in pages returns each message once, in order", async () => {
    const client = cloud().connect();
    const { thread_id: thread } = await client.threads.create({ last_message_at: new Date() });
    const written: string[] = [];
    for (let index = 0; index < 205; index++) {
      const body = {
        parent_id: written[0] ?? null,
        format: "aui/v0",
        content: { role: "user", content: [{ type: "text", text: `${index}` }] },
      };
      written.unshift((await client.threads.messages.create(thread, body)).message_id);
    }
    const first = await client.threads.messages.list(thread, { limit: 200 });
    await client.threads.update(thread, { title: "Touched" });
    const rest = await client.threads.messages.list(thread, { limit: 200, after: first.messages.at(-1)?.id ?? "" });
    expect([...first.messages, ...rest.messages].map(({ id }) => id)).toEqual(written);
    const loaded = await new CloudMessagePersistence(client).load(thread, "aui/v0");
    expect(loaded.map(({ id }) => id)).toEqual(written);
  });
}
