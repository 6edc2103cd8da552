import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import pg from "pg";
import { freePort } from "../../../test/support/free-port.ts";
import type { TransactionPooler } from "./start-pgbouncer.ts";

const SESSIONS = 3;

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const LOGIN = 196_608;
const READY = message("Z", Buffer.from("I"));
const streamOf = (client: pg.Client) => (client as unknown as { connection: { stream: Socket } }).connection.stream;

/**
 * Starts a pooler that emulates PgBouncer in transaction mode, for machines without PgBouncer. The pooler requires no
 * password.
 */
export async function startStandInPooler(databaseUrl: string): Promise<TransactionPooler> {
  const port = await freePort();
  let running = await open(databaseUrl, port);
  return {
    url: `postgres://anybody@127.0.0.1:${port}/postgres`,
    stop: () => running.stop(),
    async start() {
      running = await open(databaseUrl, port);
    },
    pause: () => running.pause(true),
    resume: () => running.pause(false),
    remove: () => running.stop(),
  };
}

/**
 * Opens a pooler that assigns each transaction to the session that was idle longest. A client's consecutive
 * transactions therefore use different sessions, unless only one session is idle. The pooler forwards no notifications.
 */
async function open(databaseUrl: string, port: number) {
  const clients = await Promise.all(
    Array.from({ length: SESSIONS }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      client.on("error", () => {});
      await client.connect();
      return client;
    }),
  );
  const idle: Socket[] = clients.map((client) => {
    // From here on, the substitute reads the client's bytes.
    return streamOf(client)
      .removeAllListeners("data")
      .on("error", () => {});
  });
  const waiting: ((session: Socket) => void)[] = [];
  const sockets = new Set<Socket>();
  let isPaused = false;

  function release(session: Socket): void {
    session.removeAllListeners("data");
    const next = waiting.shift();
    if (next === undefined) idle.push(session);
    else next(session);
  }

  function lend(socket: Socket, session: Socket): void {
    let rest = Buffer.alloc(0);
    session.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
        const end = rest.readInt32BE(1) + 1;
        const part = rest.subarray(0, end);
        rest = rest.subarray(end);
        const type = String.fromCharCode(part[0] ?? 0);
        if (type !== "A") socket.write(part);
        if (type === "Z" && part[5] === 73) {
          lent.delete(socket);
          release(session);
        }
      }
    });
    session.resume();
  }
  const lent = new Map<Socket, Socket | Buffer[]>();

  function forward(socket: Socket, bytes: Buffer): void {
    const session = lent.get(socket);
    if (Array.isArray(session)) session.push(bytes);
    else if (session !== undefined) session.write(bytes);
    else {
      const queue = [bytes];
      lent.set(socket, queue);
      const start = (found: Socket) => {
        lent.set(socket, found);
        lend(socket, found);
        for (const each of queue) found.write(each);
      };
      const found = idle.shift();
      if (found === undefined) waiting.push(start);
      else start(found);
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    if (isPaused) socket.pause();
    let isIn = false;
    let rest = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      if (!isIn) {
        if (rest.length < 8 || rest.length < rest.readInt32BE(0)) return;
        const isLogin = rest.readInt32BE(4) === LOGIN;
        rest = rest.subarray(rest.readInt32BE(0));
        isIn = isLogin;
        socket.write(isLogin ? Buffer.concat([message("R", number(0)), READY]) : "N");
      }
      while (isIn && rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
        const end = rest.readInt32BE(1) + 1;
        const part = rest.subarray(0, end);
        rest = rest.subarray(end);
        // A client's Terminate message must not end the server session, so it is not forwarded.
        if (part[0] === 88) socket.end();
        else forward(socket, part);
      }
    });
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return {
    pause(begins: boolean) {
      isPaused = begins;
      for (const socket of sockets) begins ? socket.pause() : socket.resume();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      for (const client of clients) streamOf(client).destroy();
      if (server.listening) await once(server.close(), "close");
    },
  };
}
