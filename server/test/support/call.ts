import { request as send } from "node:http";
import { text } from "node:stream/consumers";
import { type Authority, type AuthorityServer, serveAuthority } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { atEndOfFile } from "../../../test/support/end-of-file.ts";

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

type Handler = Pick<Authority, "fetch">;

const served = new Map<Handler, Promise<AuthorityServer>>();

/** Serves a handler over HTTP. The handler receives no caller addresses, so no rate limit applies. */
function serve(handler: Handler): Promise<AuthorityServer> {
  const known = served.get(handler);
  if (known !== undefined) return known;
  const fetch: Handler["fetch"] = (request) => handler.fetch(request);
  const serving = serveAuthority({ authority: { fetch }, port: 0, dashboardFolder: null });
  served.set(handler, serving);
  atEndOfFile(async () => {
    served.delete(handler);
    await (await serving).close();
  });
  return serving;
}

/**
 * Sends an HTTP request to an authority. Returns the response, whose body must be JSON or empty. The HTTP server closes
 * at the end of the test file.
 */
export async function call(
  authority: Handler,
  path: string,
  init: RequestInit & { bearer?: string } = {},
): Promise<Reply> {
  const { bearer, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (bearer !== undefined) headers.set("Authorization", `Bearer ${bearer}`);
  // `Request` normalizes method, headers and body. The path is sent unchanged.
  const request = new Request("http://authority.test", { ...rest, headers });
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > 0) request.headers.set("Content-Length", String(body.length));
  const { port } = await serve(authority);
  return new Promise((resolve, reject) => {
    const { method } = request;
    const sent = send({ port, path, method, headers: Object.fromEntries(request.headers), agent: false });
    sent.once("error", reject);
    sent.once("response", (response) => {
      const read = async (): Promise<Reply> => {
        const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        const body = JSON.parse((await text(response)) || "{}");
        return { status: response.statusCode ?? 0, headers: new Headers(pairs), body };
      };
      read().then(resolve, reject);
    });
    sent.end(body);
  });
}

export const mint = (authority: Handler, bearer: string, headers: Record<string, string> = {}) =>
  call(authority, "/v1/auth/tokens", {
    method: "POST",
    bearer,
    headers: { "Aui-Workspace-Id": "workspace-1", ...headers },
  });

export const exchange = (authority: Handler, bearer: string) =>
  call(authority, "/v1/auth/tokens/exchange", { method: "POST", bearer });

export const anonymous = (authority: Handler) => call(authority, "/v1/auth/tokens/anonymous", { method: "POST" });

export const refresh = (authority: Handler, refresh_token: unknown) =>
  call(authority, "/v1/auth/tokens/refresh", { method: "POST", body: JSON.stringify({ refresh_token }) });

export function tokenOf({ status, body }: Reply): string {
  if (status !== 200 || typeof body["token"] !== "string")
    throw new Error(`No token: ${status} ${JSON.stringify(body)}`);
  return body["token"];
}

export const claimsOf = (reply: Reply) => decodeJwt(tokenOf(reply));
