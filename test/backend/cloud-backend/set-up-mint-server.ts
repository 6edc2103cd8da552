import type { IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import {
  type AssistantCloudAuthError,
  type AssistantCloudBackendOptions,
  createAssistantCloudBackend,
  isAssistantCloudAuthError,
  type TokenIdentity,
} from "../../../src/backend/index.ts";
import { type StartedServer, startServer } from "../start-server.ts";
import { type Answer, mint } from "./mint-answers.ts";

export const apiKey = "sk_aui_proj_0abc_0verysecret";
export const ids: TokenIdentity = { workspaceId: "org_1:user_1", userId: "user_1" };

/**
 * A simulated mint API. The server records each request in `requests`. It answers each request with the next function
 * of `answers`, or with `mint` if `answers` is empty.
 */
export interface MintServer {
  readonly url: string;
  readonly requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[];
  readonly answers: Answer[];
}

/**
 * Registers Vitest hooks that start one mint server per test file, and empty the server's lists before each test.
 * Returns the server and two functions. `backend` creates a client of the server. `create` mints a token.
 */
export function setUpMintServer() {
  const requests: MintServer["requests"] = [];
  const answers: Answer[] = [];
  let started: StartedServer;
  const server: MintServer = {
    requests,
    answers,
    get url() {
      return started.url;
    },
  };

  beforeAll(async () => {
    started = await startServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      await (answers.shift() ?? mint)(request, response);
    });
  });
  afterAll(() => started.close());
  beforeEach(() => {
    requests.length = 0;
    answers.length = 0;
    // Remove the jitter, because these tests check the number of attempts and their earliest times.
    vi.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const backend = (options: Partial<AssistantCloudBackendOptions> = {}) =>
    createAssistantCloudBackend({ apiKey, baseUrl: server.url, ...options });
  const create = (options?: Partial<AssistantCloudBackendOptions>) => backend(options).auth.tokens.create(ids);
  return { server, backend, create };
}

export async function failure(promise: Promise<unknown>): Promise<AssistantCloudAuthError> {
  const error = await promise.then(
    () => new Error("it was fulfilled"),
    (reason: unknown) => reason,
  );
  if (!isAssistantCloudAuthError(error)) throw error;
  return error;
}
