import type { IncomingMessage, ServerResponse } from "node:http";
import { createTestToken } from "../../../src/testing/create-test-token.ts";

/** A function that responds to one request to the simulated mint API. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Responds with a token for the ids in the request's headers, as the real mint API does. */
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
