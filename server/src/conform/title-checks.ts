import { type ConformanceGroup, createThread } from "./conformance-group.ts";

/** Checks that the server streams a generated title as plain text and stores it. */
export const titleChecks: ConformanceGroup = {
  name: "titles",
  async run({ openCaller, assert }) {
    const caller = await openCaller();
    const { call } = caller;
    const thread = await createThread(caller);
    const messages = [
      { id: "m1", role: "user", content: [{ type: "text", text: "How do leases work?" }], surprise: { deep: [1] } },
    ];
    const body = { thread_id: thread, assistant_id: "system/thread_title", messages };
    const accept = { Accept: "text/plain" };
    const streamed = await call("POST", "/runs/stream", body, accept);
    assert.equal("a title answers 200", streamed.status, 200);
    const type = streamed.headers.get("content-type")?.split(";")[0]?.trim();
    assert.equal("it is text/plain", type, "text/plain");
    assert.ok("it is not blank", streamed.text.trim() !== "", streamed.text);
    assert.ok("it has at most 255 characters", streamed.text.length <= 255, streamed.text.length);
    const title = (await call("GET", `/threads/${thread}`)).body?.thread?.title;
    assert.equal("the server stores it", title, streamed.text);
    await call("PUT", `/threads/${thread}`, { title: "Chosen" });
    const again = await call("POST", "/runs/stream", body, accept);
    assert.equal("a stored title is streamed back", again.text, "Chosen");
    const missing = await call("POST", "/runs/stream", { ...body, thread_id: "thread_0none" }, accept);
    assert.equal(
      "a title of a missing thread answers 404",
      [missing.status, missing.body?.error],
      [404, "Thread not found"],
    );
    const bare = await call("POST", "/runs/stream", body, { Accept: "application/json" });
    assert.equal("a request that does not accept text/plain answers 400", bare.status, 400);
    const wrong = await call("POST", "/runs/stream", { ...body, messages: "x" }, accept);
    assert.equal("messages that are no list answer 400", wrong.status, 400);
  },
};
