import { request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { AuthorityError } from "../base/authority-error.ts";
import {
  folderDeniedError,
  serverFailedError,
  serverStoppedError,
  serverTimeoutError,
  versionMismatchError,
} from "./control-errors.ts";
import { type ControlFile, readControlFile, socketIn } from "./control-file.ts";
import type { ControlAnswer, ControlRequest } from "./control-message.ts";
import { type CommandServices, createRemoteServices, type RemoteCall } from "./remote-services.ts";
import { parseMessage, serializeMessage } from "./serialize-message.ts";

const HELLO_SECONDS = 5;
/**
 * The timeout of a call, in seconds. It is long enough for a large import. If a call takes longer, the server is
 * probably suspended or overloaded.
 */
const CALL_SECONDS = 60;

/** A server that has locked a database folder and runs CLI commands for other processes. */
export interface RunningServer {
  /** Whether the server allows `http://` JWKS URLs on a loopback address. */
  readonly allowInsecureJwks: boolean;
  servicesOf(project: string): CommandServices;
}

/** The result of the search for the server that has locked a database folder. */
export interface ServerSearch {
  readonly server: RunningServer | null;
  /**
   * The error if access was denied or the server did not respond in time; otherwise null. If no process has locked the
   * folder, no server is running, and the command can ignore the error.
   */
  readonly problem: AuthorityError | null;
}

/**
 * Finds the server that has locked a database folder, and checks that the server responds on its control channel.
 *
 * @param folder absolute path
 * @param version the version of the command
 * @throws `version_mismatch` if the server has another version
 */
export async function findRunningServer(folder: string, version: string): Promise<ServerSearch> {
  let answer: ControlAnswer | null;
  let file: ControlFile | null;
  try {
    file = await readControlFile(folder);
    if (file === null) return { server: null, problem: null };
    answer = await send({ folder, file, seconds: HELLO_SECONDS }, { version, call: null });
  } catch (error) {
    return { server: null, problem: isAccessDenied(error) ? folderDeniedError(folder, error) : null };
  }
  switch (answer?.kind) {
    case "ready": {
      const channel = { folder, file, seconds: CALL_SECONDS };
      return {
        server: {
          allowInsecureJwks: answer.allowInsecureJwks,
          servicesOf: (project) => createRemoteServices(project, (call) => callServer(channel, version, call)),
        },
        problem: null,
      };
    }
    case "version":
      throw versionMismatchError(folder, version, answer.version);
    case undefined:
      return { server: null, problem: serverTimeoutError(folder, file.pid, HELLO_SECONDS, false) };
    default:
      // The control file is outdated: another server has locked the folder since, or another program uses the port.
      return { server: null, problem: null };
  }
}

async function callServer(channel: Channel, version: string, call: RemoteCall): Promise<unknown> {
  const answer = await send(channel, { version, call }).catch((error: unknown) => {
    throw serverStoppedError(error);
  });
  switch (answer?.kind) {
    case "result":
      return answer.value;
    case "refused":
      throw new AuthorityError(answer.code, answer.message, answer.remedy, { setting: answer.setting });
    case undefined:
      throw serverTimeoutError(channel.folder, channel.file.pid, channel.seconds, true);
    default:
      throw serverFailedError();
  }
}

interface Channel {
  folder: string;
  file: ControlFile;
  seconds: number;
}

/** Sends one request and returns the response; null on a timeout. Rejects if the connection fails. */
function send({ folder, file, seconds }: Channel, message: ControlRequest): Promise<ControlAnswer | null> {
  const body = serializeMessage(message);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      ...(file.port === null ? { socketPath: socketIn(folder) } : { host: "127.0.0.1", port: file.port }),
      method: "POST",
      path: "/",
      agent: false,
      timeout: seconds * 1000,
      headers: {
        Authorization: `Bearer ${file.credential}`,
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
      },
    });
    sent.once("timeout", () => {
      resolve(null);
      sent.destroy();
    });
    sent.once("error", reject);
    sent.once("response", (response) => {
      text(response)
        .then((answer) => resolve(parseMessage(answer) as ControlAnswer))
        .catch(reject);
    });
    sent.end(body);
  });
}

function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
}
