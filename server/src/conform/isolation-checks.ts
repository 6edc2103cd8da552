import { type ConformanceGroup, createThread, messageBody } from "./conformance-group.ts";

/**
 * Checks that a request for another workspace's thread receives exactly the response for a missing thread. Also checks
 * that users of the same workspace share its threads.
 */
export const isolationChecks: ConformanceGroup = {
  name: "isolation",
  async run({ openCaller, assert }) {
    const owner = await openCaller();
    const thread = await createThread(owner, { external_id: "shared" });
    const stored = await owner.call(
      "POST",
      `/threads/${thread}/messages`,
      messageBody("assistant", "x", { open_run: true }),
    );
    const { message_id: message, lease_id: lease } = stored.body ?? {};
    const stranger = await openCaller();
    const requests: readonly [method: string, path: string, body?: object][] = [
      ["GET", ""],
      ["PUT", "", { title: "mine" }],
      ["DELETE", ""],
      ["GET", "/messages?limit=200"],
      ["POST", "/messages", messageBody("user", "x")],
      ["PUT", `/messages/${message}`, { content: {} }],
      ["DELETE", "/messages", { message_ids: [message] }],
      ["POST", `/messages/${message}/feedback`, { type: "positive" }],
      ["POST", `/runs/${lease}/heartbeat`],
      ["POST", `/runs/${lease}/end`],
    ];
    for (const [method, path, body] of requests) {
      const foreign = await stranger.call(method, `/threads/${thread}${path}`, body);
      const missing = await stranger.call(method, `/threads/thread_0none${path}`, body);
      const name = `${method} ${path.replace(/(msg|lease)_\w+/, ":$1")}`;
      assert.equal(
        `${name} of a foreign thread looks missing`,
        [foreign.status, foreign.body],
        [missing.status, missing.body],
      );
    }
    const own = (await owner.call("GET", `/threads/${thread}/messages`)).body?.messages;
    assert.equal("nothing of the owner's has changed", own?.length, 1);
    assert.equal("lists show nothing of it", (await stranger.call("GET", "/threads")).body?.threads, []);
    const child = await stranger.call("POST", `/threads/${await createThread(stranger)}/messages`, {
      ...messageBody("user", "x"),
      parent_id: message,
    });
    assert.equal("a foreign message is no parent", child.status, 400);
    const mate = await openCaller("conform-mate", owner.workspaceId);
    const shared = (await mate.call("GET", `/threads/${thread}`)).body?.thread?.id;
    assert.equal("another user of the workspace sees the thread", shared, thread);
  },
};
