import { expect, test } from "vitest";
import { exchange } from "../support/call.ts";
import { startIssuer } from "../support/start-issuer.ts";
import { SESSION_REVOKED, setUpSecurityEvents } from "./set-up-security-events.ts";

const { t, claims, sign, push, tokenFor, codeOf } = setUpSecurityEvents();

test("a session-revoked event signs out only the user of the event", async () => {
  const [token, other] = [await tokenFor(), await tokenFor("user-2")];
  t.time += 10_000;
  const reply = await push(await sign());
  expect(reply).toMatchObject({ status: 202, body: {} });
  expect(await codeOf(token)).toBe("token_revoked");
  expect(await codeOf(other)).toBeUndefined();
  const [rule] = await t.authority.rules.list();
  expect(await t.authority.revocations.list()).toMatchObject([
    { kind: "user", subject: "user-1", createdBy: rule?.id },
  ]);
  t.time += 1000;
  expect((await exchange(t.authority, await t.provider.sign())).status).toBe(200);
});

test.each([
  ["the authority as audience", { aud: ["https://auth.example.com"] }],
  ["an opaque subject", { sub_id: { format: "opaque", id: "user-1" } }],
  ["a complex subject with a user", { sub_id: { format: "complex", user: { format: "opaque", id: "user-1" } } }],
  ["no event timestamp", { events: { [SESSION_REVOKED]: {} } }],
  ["an additional event", { events: { "https://example.com/other": {}, [SESSION_REVOKED]: {} } }],
])("an event with %s signs the user out", async (_, more) => {
  const token = await tokenFor();
  expect(await push(await sign(more))).toMatchObject({ status: 202 });
  expect(await codeOf(token)).toBe("token_revoked");
});

test("accepts a security event of an unrelated type and signs no user out", async () => {
  const token = await tokenFor();
  const events = { "https://schemas.openid.net/secevent/ssf/event-type/verification": { state: "x" } };
  expect(await push(await sign({ events, sub_id: undefined }))).toMatchObject({ status: 202 });
  expect(await codeOf(token)).toBeUndefined();
});

test("signs a user out even if another issuer has sent an event with the same jti", async () => {
  const other = await startIssuer({ now: t.now });
  try {
    const { issuer, jwksUrl } = other;
    await t.authority.rules.add(t.rule({ name: "other", issuer, jwksUrl }));
    expect((await push(await sign({ jti: "event" }))).status).toBe(202);
    const token = await tokenFor("user-2");
    const more = { jti: "event", sub_id: { format: "iss_sub", iss: issuer, sub: "user-2" } };
    expect((await push(await other.sign(claims(more), { typ: "secevent+jwt" }))).status).toBe(202);
    expect(await codeOf(token)).toBe("token_revoked");
  } finally {
    await other.close();
  }
});
