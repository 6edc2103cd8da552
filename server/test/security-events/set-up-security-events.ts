import type { Authority } from "assistant-cloud-server";
import { afterEach, beforeEach } from "vitest";
import { call, mint, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

export const SESSION_REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

/**
 * Registers Vitest hooks. Before each test, they start an authority with an auth rule and an API key. Returns the
 * exchange setting `t`, and functions that sign and deliver security events. The hooks close the authorities that a
 * test adds to `open`.
 */
export function setUpSecurityEvents() {
  const t = setUpExchange();
  let key: string;
  let count = 0;
  const open: Authority[] = [];

  beforeEach(async () => {
    await t.authority.rules.add(t.rule());
    ({ key } = await t.authority.keys.create({ name: "backend" }));
  });
  afterEach(async () => {
    for (const authority of open.splice(0)) await authority.close();
  });

  /** Returns the claims of a security event that revokes the sessions of user-1. */
  const claims = (more: Record<string, unknown> = {}) => ({
    jti: `event-${++count}`,
    sub_id: { format: "iss_sub", iss: t.provider.issuer, sub: "user-1" },
    events: { [SESSION_REVOKED]: { event_timestamp: t.seconds() } },
    ...{ sub: undefined, exp: undefined },
    ...more,
  });
  const sign = (more: Record<string, unknown> = {}, header = {}) =>
    t.provider.sign(claims(more), { typ: "secevent+jwt", ...header });
  const push = (body: string, type = "application/secevent+jwt", authority = t.authority) =>
    call(authority, "/v1/auth/security-events", { method: "POST", headers: { "Content-Type": type }, body });
  const tokenFor = async (user = "user-1") => tokenOf(await mint(t.authority, key, { "Aui-User-Id": user }));
  const codeOf = async (bearer: string) => (await call(t.authority, "/v1/threads", { bearer })).body["code"];
  return { t, open, claims, sign, push, tokenFor, codeOf };
}
