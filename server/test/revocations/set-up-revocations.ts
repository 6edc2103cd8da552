import { type Authority, type AuthorityOptions, createAuthority } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { afterEach, beforeEach } from "vitest";
import { anonymous, call, mint, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

export const REVOKED = { status: 401, body: { code: "token_revoked", error: "The token has been revoked" } };

/**
 * Registers Vitest hooks. Before each test, they start an authority with visitors, an auth rule and an API key. Returns
 * the exchange setting `t`, and functions that sign users out and use their tokens. The hooks close the authorities
 * that a test adds to `open`.
 */
export function setUpRevocations() {
  const t = setUpExchange();
  const backend = { key: "", id: "" };
  /** How many times a visitor's threads were moved. */
  const moves = { count: 0 };
  const open: Authority[] = [];

  beforeEach(async () => {
    await t.authority.close();
    moves.count = 0;
    t.authority = await start({});
    await t.authority.rules.add(t.rule());
    Object.assign(backend, await t.authority.keys.create({ name: "backend" }));
  });
  afterEach(async () => {
    for (const authority of open.splice(0)) await authority.close();
  });

  async function start(options: Partial<AuthorityOptions>): Promise<Authority> {
    const { storage, projectId, now } = t;
    const authority = await createAuthority({
      ...{ storage, projectId, now, issuer: "https://auth.example.com", allowInsecureJwks: true, anonymous: true },
      moveThreads: async () => ++moves.count,
      ...options,
    });
    open.push(authority);
    return authority;
  }

  const revoke = (body: object, bearer = backend.key, headers = {}) =>
    call(t.authority, "/v1/auth/revocations", { method: "POST", bearer, headers, body: JSON.stringify(body) });
  const tokenFor = async (user: string, workspace = `${user}'s`) =>
    tokenOf(await mint(t.authority, backend.key, { "Aui-User-Id": user, "Aui-Workspace-Id": workspace }));
  const list = (bearer: string, authority = t.authority) => call(authority, "/v1/threads", { bearer });
  const statusOf = async (bearer: string) => (await list(bearer)).status;
  const claim = (bearer: string, refresh_token: string) =>
    call(t.authority, "/v1/threads/claim", { method: "POST", bearer, body: JSON.stringify({ refresh_token }) });
  const visit = async (authority = t.authority) => {
    const { body } = await anonymous(authority);
    const access = String(body["access_token"]);
    return { access, id: decodeJwt(access).sub ?? "", token: (body["refresh_token"] as { token: string }).token };
  };
  return { t, open, backend, moves, start, revoke, tokenFor, list, statusOf, claim, visit };
}
