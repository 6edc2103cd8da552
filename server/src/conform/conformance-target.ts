import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";

/** The server under test, and the source of its workspace tokens. */
export interface ConformanceTarget {
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * The API key of the server under test; null if no key is set. The suite tests minting with this key. If
   * {@link tokenCommand} is null, the suite also uses the key to mint the tokens of its own callers.
   */
  readonly apiKey: string | null;
  /**
   * A shell command that prints a workspace token. The environment variables `USER_ID` and `WORKSPACE_ID` contain the
   * user and the workspace. Null if the suite mints the tokens.
   */
  readonly tokenCommand: string | null;
}

/** A response of the tested server. `body` is the parsed JSON; undefined if the response is not JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the server under test may answer anything.
  readonly body: any;
}

/** Sends requests as one user of one workspace. */
export interface Caller {
  readonly workspaceId: string;
  readonly userId: string;
  /** Sends a request below `/v1`. Sends strings and bytes unchanged. Converts any other body to JSON. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

const TIMEOUT_MS = 30_000;

/** Sends a request with the passed headers; adds no credential. Does not follow redirects. Rejects after 30 seconds. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: encode(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

const encode = (body: unknown): BodyInit =>
  typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns a function that creates callers. Workspace ids are random, so each test run starts with empty workspaces. */
export function createCallers(target: ConformanceTarget): (userId?: string, workspaceId?: string) => Promise<Caller> {
  const run = randomUUID().slice(0, 8);
  let count = 0;
  return async (userId = `conform-user-${run}`, workspaceId = `conform-${run}-${++count}`) => {
    const token = await obtainToken(target, userId, workspaceId);
    return {
      userId,
      workspaceId,
      call: (method, path, body, headers) =>
        send(`${target.baseUrl}/v1${path}`, method, body, {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          ...headers,
        }),
    };
  };
}

async function obtainToken(target: ConformanceTarget, userId: string, workspaceId: string): Promise<string> {
  if (target.tokenCommand !== null) {
    const env = { ...process.env, WORKSPACE_ID: workspaceId, USER_ID: userId };
    const { stdout } = await promisify(execFile)("sh", ["-c", target.tokenCommand], { env, timeout: TIMEOUT_MS });
    return stdout.trim();
  }
  const { status, body } = await send(target.baseUrl + MINT_PATH, "POST", undefined, {
    Authorization: `Bearer ${target.apiKey}`,
    [WORKSPACE_ID_HEADER]: workspaceId,
    [USER_ID_HEADER]: userId,
  });
  if (typeof body?.token === "string") return body.token;
  throw new Error(`The server did not mint a workspace token: it answered ${status}.`);
}
