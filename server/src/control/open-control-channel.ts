import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { isAuthorityError } from "../base/authority-error.ts";
import { sha256 } from "../base/sha256.ts";
import { closeServer } from "../http/close-server.ts";
import { removeControlFile, socketIn, writeControlFile } from "./control-file.ts";
import type { ControlAnswer, ControlRequest } from "./control-message.ts";
import { type CommandServices, findMethod } from "./remote-services.ts";
import { parseMessage, serializeMessage } from "./serialize-message.ts";

/**
 * The maximum length of a socket path, in bytes. With a longer path, the channel uses a loopback address. Some systems
 * allow only 104 bytes, including the terminating zero.
 */
const MAX_SOCKET_PATH_BYTES = 100;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface ControlChannelOptions {
  /** The absolute path of the embedded database's folder, which this process has locked. */
  folder: string;
  /** The version of this server. The channel rejects commands of any other version. */
  version: string;
  /** Whether this server allows `http://` JWKS URLs on a loopback address. */
  allowInsecureJwks: boolean;
  /** Returns the services of a project. Commands call these services. */
  servicesOf(project: string): CommandServices;
  onFault(error: unknown): void;
}

/** An open control channel: a local HTTP server on which this process runs CLI commands. */
export interface ControlChannel {
  /** Waits up to 30 seconds for calls in flight, then closes the channel. */
  close(): Promise<void>;
}

/**
 * Opens the control channel of a database folder that this process has locked. CLI commands use the database through
 * this channel.
 *
 * The channel is an HTTP server that listens on a Unix domain socket in the folder. If the system, the file system or
 * the length of the path does not allow a socket, the HTTP server listens on a loopback address. In both cases, each
 * request must contain the credential from the control file. Only the user of this process can read that file.
 */
export async function openControlChannel(options: ControlChannelOptions): Promise<ControlChannel> {
  const { folder, onFault } = options;
  const credential = randomBytes(32).toString("base64url");
  const server = createServer((request, response) => {
    void respond(request, credential, options)
      .catch((error: unknown): ControlAnswer => {
        onFault(error);
        return { kind: "failed" };
      })
      .then((answer) => response.setHeader("Content-Type", "application/json").end(serializeMessage(answer)));
  });
  const port = await listen(server, folder);
  await writeControlFile(folder, { port, credential, pid: process.pid });
  return {
    async close() {
      await removeControlFile(folder);
      await closeServer(server);
    },
  };
}

async function respond(
  request: IncomingMessage,
  credential: string,
  { version, allowInsecureJwks, servicesOf }: ControlChannelOptions,
): Promise<ControlAnswer> {
  if (!isSame(request.headers.authorization ?? "", `Bearer ${credential}`)) return { kind: "denied" };
  const { version: callers, call } = parseMessage(await readBody(request)) as ControlRequest;
  if (callers !== version) return { kind: "version", version };
  if (call === null) return { kind: "ready", allowInsecureJwks };
  try {
    const method = findMethod(servicesOf(call.project), call);
    if (method === null) throw new Error("A command called a method that is not available to commands.");
    return { kind: "result", value: await method(...call.args) };
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    const { code, message, remedy, setting } = error;
    return { kind: "refused", code, message, remedy, setting };
  }
}

/**
 * Listens on the Unix domain socket in the folder. If a socket cannot be used, listens on a loopback address. Returns
 * the port; null if the server listens on the socket.
 */
async function listen(server: Server, folder: string): Promise<number | null> {
  const path = socketIn(folder);
  if (process.platform !== "win32" && Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) {
    try {
      // This process has locked the folder, so an existing socket file was left by a process that has ended.
      await rm(path, { force: true });
      await listenOn(server, { path });
      await chmod(path, 0o600);
      return null;
    } catch {
      // Some mounted file systems do not support sockets.
      if (server.listening) await closeServer(server);
    }
  }
  await listenOn(server, { host: "127.0.0.1", port: 0 });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The control channel has no port.");
  return address.port;
}

function listenOn(server: Server, address: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error("A command sent more than 64 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Returns whether two texts are equal. The comparison takes constant time. */
function isSame(actual: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(actual)), Buffer.from(sha256(expected)));
}
