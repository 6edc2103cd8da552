import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { serveAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

function get(
  port: number,
  path: string,
  from = agent,
): Promise<{ status: number; connection: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, agent: from }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection, body }),
      );
    });
    sent.once("error", reject).end();
  });
}

test("S93 the server keeps idle connections open longer than load balancers usually do", async () => {
  const authority = { fetch: async () => new Response("hello") };
  const server = await serveAuthority({ authority, port: 0 });
  const headers: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const sent = request({ port: server.port, agent }, (response) => {
      headers.push(String(response.headers["keep-alive"]));
      response.resume().once("end", resolve);
    });
    sent.once("error", reject).end();
  });
  expect(headers).toEqual(["timeout=65"]);
  await server.close();
  for (const wrong of [
    { keepAliveSeconds: 0 },
    { keepAliveSeconds: 3601 },
    { drainSeconds: -1 },
    { drainSeconds: 0.5 },
  ]) {
    await expect(serveAuthority({ authority, port: 0, ...wrong })).rejects.toMatchObject({
      code: "invalid_setting",
      setting: { field: Object.keys(wrong)[0] },
    });
  }
});

test("S94 a shutdown under load completes all 1,000 requests and makes the readiness check return 503", async () => {
  let count = 0;
  let close: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    close = () => resolve(server.close());
  });
  const authority = {
    fetch: async () => {
      count++;
      if (count === 300) close();
      await new Promise((resolve) => setImmediate(resolve));
      return new Response("hello");
    },
  };
  const server = await serveAuthority({ authority, port: 0, drainSeconds: 3 });
  const other = await serveAuthority({ authority, port: 0 });
  const replies: Awaited<ReturnType<typeof get>>[] = [];
  // Send requests until a health check fails, like a load balancer.
  let isReady = true;
  const goesElsewhere = async ({ connection }: { connection: string | undefined }) => {
    if (!isReady || connection !== "close") return;
    const checked = await get(server.port, "/projects/acme/readyz?probe=1");
    expect(checked).toMatchObject({ status: 503, body: '{"ready":false,"missing":[]}' });
    isReady = false;
  };
  async function work() {
    for (let round = 0; round < 20; round++) {
      const reply = await get((isReady ? server : other).port, "/v1/threads");
      replies.push(reply);
      await goesElsewhere(reply);
    }
  }
  await Promise.all(Array.from({ length: 50 }, work));
  expect(replies.map(({ status, body }) => `${status} ${body}`)).toEqual(Array(1000).fill("200 hello"));
  expect(isReady).toBe(false);
  await closed;
  await expect(get(server.port, "/readyz")).rejects.toThrow("ECONNREFUSED");
  await other.close();
});

test("S94 during a shutdown, a request in flight completes before its connection closes", async () => {
  let answer: (response: Response) => void = () => {};
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const fetch = () => {
    arrive();
    return new Promise<Response>((resolve) => {
      answer = resolve;
    });
  };
  const server = await serveAuthority({ authority: { fetch }, port: 0 });
  const reply = get(server.port, "/");
  await arrived;
  const closing = server.close();
  answer(new Response("late"));
  expect(await reply).toEqual({ status: 200, connection: "close", body: "late" });
  await closing;
});

test("S94 during a shutdown, connections that wait in the backlog get a response", async () => {
  const server = await serveAuthority({ authority: { fetch: async () => new Response("hello") }, port: 0 });
  const sockets = Array.from({ length: 20 }, () => connect(server.port, "127.0.0.1"));
  const replies = sockets.map((socket) => text(socket.end("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
  // The kernel connects the sockets now. This process accepts them in its next turn of the event loop.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  const closing = server.close();
  expect((await Promise.all(replies)).map((reply) => reply.split("\r\n")[0])).toEqual(
    Array(20).fill("HTTP/1.1 200 OK"),
  );
  await closing;
});

test("S94 a shutdown does not wait for unused or idle connections", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const server = await serveAuthority({ authority: { fetch: async () => new Response(readable) }, port: 0 });
  const unused = connect(server.port, "127.0.0.1");
  await once(unused, "connect");
  const own = new Agent({ keepAlive: true });
  const sent = request({ port: server.port, agent: own }).end();
  const begun = once(sent, "response");
  await writer.write(Buffer.from("begun "));
  const [response] = await begun;
  const start = performance.now();
  const closing = server.close();
  await writer.write(Buffer.from("and ended"));
  await writer.close();
  expect(await text(response)).toBe("begun and ended");
  await closing;
  expect(performance.now() - start).toBeLessThan(15_000);
});
