import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createTestToken } from "../../src/testing/create-test-token.ts";

export interface StartedServer {
  url: string;
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. The test must close it. */
export async function startServer(listener: RequestListener): Promise<StartedServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * A simulated mint API. It records each request. It answers with the next function of `answers`, or with `mint` if the
 * list is empty.
 */
export interface MintServer extends StartedServer {
  requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[];
  answers: Answer[];
}
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Answers as the mint API does: with a token for the ids in the request's headers. */
export const mint: Answer = async (request, response) => {
  const token = await createTestToken({
    userId: String(request.headers["aui-user-id"]),
    workspaceId: String(request.headers["aui-workspace-id"]),
  });
  response.setHeader("Content-Type", "application/json").end(JSON.stringify({ token }));
};

/** Creates a function that answers with a status, a body and headers. */
export const status =
  (code: number, body: unknown = { error: "Nope" }, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(code, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** Closes the connection without a response, as a crashed server does. */
export const cutConnection: Answer = (request) => {
  request.socket.destroy();
};

export const hang: Answer = () => {};

export async function startMintServer(): Promise<MintServer> {
  const requests: MintServer["requests"] = [];
  const answers: Answer[] = [];
  const server = await startServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
    await (answers.shift() ?? mint)(request, response);
  });
  return { ...server, requests, answers };
}
