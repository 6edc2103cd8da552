import { AssistantCloud, CloudMessagePersistence, generateThreadTitle } from "assistant-cloud";
import { afterEach, expect, test, vi } from "vitest";
import type { AuthorityStorage } from "../../../src/storage/authority-storage.ts";
import { controlTime, type OpenCloud, openCloud, passTime } from "./open-cloud.ts";

export function historySuite(cloud: () => OpenCloud, storage: () => AuthorityStorage): void {
  afterEach(() => void vi.useRealTimers());

  const newThread = async (client: AssistantCloud, more: object = {}) =>
    (await client.threads.create({ last_message_at: new Date(), ...more })).thread_id;
  const say = (text: string) => ({ role: "user", content: [{ type: "text", text }] });

  test("loads two replies to the same message, although both replies have the same height", async () => {
    const client = cloud().connect();
    const thread = await newThread(client);
    const persistence = new CloudMessagePersistence(client);
    await persistence.append(thread, "question", null, "aui/v0", say("Which ferns?"));
    for (const branch of ["one", "other"]) await persistence.append(thread, branch, "question", "aui/v0", say(branch));
    const loaded = await persistence.load(thread, "aui/v0");
    const heights = loaded.map(({ external_id, height }) => `${external_id} ${height}`);
    expect(heights.toSorted()).toEqual(["one 1", "other 1", "question 0"]);
  });

  test("creates a missing title from the user's message, and never replaces a title that the user set", async () => {
    const client = cloud().connect();
    const thread = await newThread(client);
    const messages = [{ role: "user", content: [{ type: "text" as const, text: "  Which ferns\ngrow here?  " }] }];
    const title = async () => (await client.threads.get(thread)).title;
    expect(await generateThreadTitle(client, { threadId: thread, messages })).toBe("Which ferns grow here?");
    expect(await title()).toBe("Which ferns grow here?");
    await client.threads.update(thread, { title: "Ferns" });
    expect(await generateThreadTitle(client, { threadId: thread, messages })).toBe("Ferns");
    expect(await title()).toBe("Ferns");
  });

  test("a generated title does not replace a title that the user sets during the generation", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await openCloud(storage(), {
      async *titles() {
        yield "Written by";
        await held;
        yield " a model";
      },
    });
    const client = slow.connect();
    const thread = await newThread(client);
    const body = { thread_id: thread, assistant_id: "system/thread_title", messages: [say("Which ferns?")] } as const;
    const stream = await client.runs.stream(body);
    await client.threads.update(thread, { title: "Ferns" });
    release();
    for await (const _ of stream) {
      // Reads until the stream has ended.
    }
    expect((await client.threads.get(thread)).title).toBe("Ferns");
    await slow.close();
  });

  test("a visitor's threads move to the signed-in user, with the same ids and messages", async () => {
    const response = await fetch(`${cloud().url}/v1/auth/tokens/anonymous`, { method: "POST" });
    const visit = (await response.json()) as { access_token: string; refresh_token: { token: string } };
    const visitor = new AssistantCloud({ baseUrl: cloud().url, authToken: async () => visit.access_token });
    const thread = await newThread(visitor, { title: "Before signing in" });
    const body = { parent_id: null, format: "aui/v0", content: say("Hello") };
    const { message_id: message } = await visitor.threads.messages.create(thread, body);
    const user = cloud().connect();
    expect((await user.threads.list()).threads).toEqual([]);
    expect(await user.threads.claim({ refresh_token: visit.refresh_token.token })).toMatchObject({ moved: 1 });
    expect((await user.threads.list()).threads).toMatchObject([{ id: thread, title: "Before signing in" }]);
    expect((await user.threads.messages.list(thread)).messages).toMatchObject([{ id: message }]);
    expect((await visitor.threads.list()).threads).toEqual([]);
  });

  test("listing messages renews an expired file URL, and another workspace gets no URL of the file", async () => {
    controlTime();
    const client = cloud().connect();
    const thread = await newThread(client);
    const upload = await client.files.generatePresignedUploadUrl({ filename: "fern.png" });
    const headers = { "Content-Type": "image/png" };
    expect((await fetch(upload.signedUrl, { method: "PUT", headers, body: "a fern" })).status).toBe(200);
    const content = { role: "user", content: [{ type: "image", image: upload.publicUrl }] };
    await client.threads.messages.create(thread, { parent_id: null, format: "aui/v0", content });
    const shown = async () => {
      const { messages } = await client.threads.messages.list(thread);
      const [listed] = messages.map((message) => message.content as unknown as typeof content);
      return listed?.content[0]?.image ?? "";
    };
    const before = await shown();
    expect(await (await fetch(before)).text()).toBe("a fern");
    await passTime(24 * 3_600_000);
    expect((await fetch(before)).status).toBe(403);
    expect(await (await fetch(await shown())).text()).toBe("a fern");
    const stranger = cloud().connect();
    for (const body of [{ key: upload.key ?? "" }, { url: upload.publicUrl }]) {
      expect((await fetch((await client.files.generatePresignedDownloadUrl(body)).signedUrl)).status).toBe(200);
      await expect(stranger.files.generatePresignedDownloadUrl(body)).rejects.toMatchObject({ status: 404 });
    }
  });
}
