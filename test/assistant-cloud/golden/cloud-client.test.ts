import { AssistantCloud, CloudMessagePersistence } from "assistant-cloud";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RecordedCloud, startRecordedCloud } from "./support/start-recorded-cloud.ts";

let server: RecordedCloud;
beforeAll(async () => {
  server = await startRecordedCloud();
}, 120_000);
afterAll(() => server.close());

const open = (userId: string) =>
  new AssistantCloud({ baseUrl: server.url, authToken: () => server.mint(userId, `org:${userId}`) });
const lastMessageAt = () => ({ last_message_at: new Date() });

it("a reply that settles while its first write is under way is stored whole", async () => {
  const cloud = open("ada");
  const { thread_id: thread } = await cloud.threads.create(lastMessageAt());
  const persistence = new CloudMessagePersistence(cloud);
  const reply = (content: object[]) => ({ role: "assistant", content }) as never;
  const first = persistence.append(thread, "m1", null, "aui/v0", reply([]), "running");
  const text = { type: "text", text: "the answer" };
  await Promise.all([first, persistence.append(thread, "m1", null, "aui/v0", reply([text]))]);
  const { messages } = await cloud.threads.messages.list(thread);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatchObject({ content: { content: [text] }, run: { status: "ended" } });
});

it("a claim moves a visitor's threads to the user, with ids and messages", async () => {
  const post = async (path: string, body?: object, token?: string) => {
    const response = await fetch(`${server.url}/v1${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(200);
    // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is checked by the test
    return (await response.json()) as any;
  };
  const visit = await post("/auth/tokens/anonymous");
  const visitor = new AssistantCloud({ baseUrl: server.url, authToken: async () => visit.access_token });
  const { thread_id: thread } = await visitor.threads.create({ ...lastMessageAt(), title: "Before signing in" });
  const { message_id: message } = await visitor.threads.messages.create(thread, {
    parent_id: null,
    format: "aui/v0",
    content: { role: "user", content: [{ type: "text", text: "Hello" }] },
  });
  const user = open("grace");
  expect((await user.threads.list()).threads).toEqual([]);
  expect(await user.threads.claim({ refresh_token: visit.refresh_token.token })).toMatchObject({ moved: 1 });
  expect((await user.threads.list()).threads).toMatchObject([{ id: thread, title: "Before signing in" }]);
  expect((await user.threads.messages.list(thread)).messages).toMatchObject([{ id: message }]);
  expect((await visitor.threads.list()).threads).toEqual([]);
});
