import type { Authority } from "assistant-cloud-auth/authority";
import { decodeJwt } from "jose";

/** A reply with its body read. */
export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

type Handler = Pick<Authority, "fetch">;

/** Calls an authority in-process; every reply of it must be JSON or empty. */
export async function call(
  authority: Handler,
  path: string,
  init: RequestInit & { bearer?: string } = {},
): Promise<Reply> {
  const { bearer, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (bearer !== undefined) headers.set("Authorization", `Bearer ${bearer}`);
  const response = await authority.fetch(new Request(`http://authority.test${path}`, { ...rest, headers }));
  return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || "{}") };
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

/** The `token` of a reply that must have one. */
export function tokenOf({ status, body }: Reply): string {
  if (status !== 200 || typeof body["token"] !== "string")
    throw new Error(`No token: ${status} ${JSON.stringify(body)}`);
  return body["token"];
}

export const claimsOf = (reply: Reply) => decodeJwt(tokenOf(reply));
