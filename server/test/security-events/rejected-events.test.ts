import { createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { call, exchange } from "../support/call.ts";
import { forge, unsigned, withHmac, withRsa } from "../support/forge.ts";
import { AUDIENCE, startIssuer } from "../support/start-issuer.ts";
import { SESSION_REVOKED, setUpSecurityEvents } from "./set-up-security-events.ts";

const { t, open, claims, sign, push, tokenFor, codeOf } = setUpSecurityEvents();

test.each([
  ["an ID token", "invalid_request", () => t.provider.sign()],
  ["an ID token with the claims of an event", "invalid_request", () => t.provider.sign(claims(), { typ: "JWT" })],
  ["text that is not a JWT", "invalid_request", async () => "event"],
  ["an empty body", "invalid_request", async () => ""],
  ["an event without jti", "invalid_request", () => sign({ jti: undefined })],
  ["an event whose jti has 256 characters", "invalid_request", () => sign({ jti: "x".repeat(256) })],
  ["an event without iat", "invalid_request", () => sign({ iat: undefined })],
  ["an event of the day before", "invalid_request", () => sign({ iat: t.seconds() - 86_401 })],
  ["an event of the future", "invalid_request", () => sign({ iat: t.seconds() + 61 })],
  ["an event that has expired", "invalid_request", () => sign({ exp: t.seconds() - 60 })],
  [
    "a timestamp in the future",
    "invalid_request",
    () => sign({ events: { [SESSION_REVOKED]: { event_timestamp: t.seconds() + 61 } } }),
  ],
  ["an event without events", "invalid_request", () => sign({ events: {} })],
  [
    "an e-mail address as subject",
    "invalid_request",
    () => sign({ sub_id: { format: "email", email: "ada@example.com" } }),
  ],
  [
    "only a session as subject",
    "invalid_request",
    () => sign({ sub_id: { format: "complex", session: { format: "opaque", id: "s" } } }),
  ],
  ["a visitor as subject", "invalid_request", () => sign({ sub_id: { format: "opaque", id: "usr_anon_0x" } })],
  ["an empty subject", "invalid_request", () => sign({ sub_id: { format: "opaque", id: "" } })],
  ["a subject of 256 characters", "invalid_request", () => sign({ sub_id: { format: "opaque", id: "x".repeat(256) } })],
  ["a subject of an unknown format", "invalid_request", () => sign({ sub_id: { format: "other", id: "user-1" } })],
  ["a subject without a format", "invalid_request", () => sign({ sub_id: { id: "user-1" } })],
  ["a string as subject", "invalid_request", () => sign({ sub_id: "user-1" })],
  [
    "a nested complex subject",
    "invalid_request",
    () => {
      const user = { format: "complex", user: { format: "opaque", id: "user-1" } };
      return sign({ sub_id: { format: "complex", user } });
    },
  ],
  ["an event whose payload is not an object", "invalid_request", () => sign({ events: { [SESSION_REVOKED]: true } })],
  [
    "another event whose payload is not an object",
    "invalid_request",
    () => sign({ events: { [SESSION_REVOKED]: {}, "https://example.com/other": null } }),
  ],
  ["a list of events", "invalid_request", () => sign({ events: [SESSION_REVOKED] })],
  ["an event that is not valid yet", "invalid_request", () => sign({ nbf: t.seconds() + 61 })],
  ["no subject", "invalid_request", () => sign({ sub_id: undefined, sub: "user-1" })],
  [
    "a subject of another issuer",
    "invalid_issuer",
    () => sign({ sub_id: { format: "iss_sub", iss: "https://other", sub: "user-1" } }),
  ],
  ["an unknown issuer", "invalid_issuer", () => sign({ iss: "https://other.example.com" })],
  ["the authority itself as issuer", "invalid_issuer", () => sign({ iss: "https://auth.example.com" })],
  ["another audience", "invalid_audience", () => sign({ aud: "another" })],
  ["no audience", "invalid_audience", () => sign({ aud: undefined })],
  ["an unknown key", "invalid_key", () => sign({}, { kid: "other" })],
  ["no key", "invalid_key", () => sign({}, { kid: undefined })],
  [
    "the algorithm none",
    "invalid_key",
    async () => forge({ ...t.header(), alg: "none", typ: "secevent+jwt" }, t.claims(claims()), unsigned),
  ],
  [
    "a shared secret",
    "invalid_key",
    async () => forge({ ...t.header(), alg: "HS256", typ: "secevent+jwt" }, t.claims(claims()), withHmac("secret")),
  ],
])("rejects a security event delivery (%s) with the error %s", async (_, err, make) => {
  const token = await tokenFor();
  // This event with a known key loads the provider's keys. After 20 seconds, an unknown key may cause another fetch.
  await push(await sign({ events: { other: {} } }));
  t.time += 20_000;
  const reply = await push(await make());
  expect(reply).toMatchObject({ status: 400, body: { err, description: expect.any(String) } });
  expect(JSON.stringify(reply.body)).not.toMatch(/ada@|usr_anon/);
  expect(await codeOf(token)).toBeUndefined();
});

test("rejects an event that has the issuer's key id but was signed with a different key", async () => {
  const stranger = await startIssuer({ now: t.now });
  try {
    const { KeyObject } = await import("node:crypto");
    const forged = forge(
      { ...t.header(), typ: "secevent+jwt" },
      t.claims(claims()),
      withRsa(KeyObject.from(stranger.privateKey)),
    );
    expect(await push(forged)).toMatchObject({ status: 400, body: { err: "authentication_failed" } });
  } finally {
    await stranger.close();
  }
  expect(await push(await sign(), "application/json")).toMatchObject({ status: 400, body: { err: "invalid_request" } });
  expect(await t.authority.revocations.list()).toEqual([]);
});

test("the exchange rejects a security event token, even if the token has all claims of an ID token", async () => {
  const event = await t.provider.sign({ ...claims(), sub: "user-1", exp: t.seconds() + 600 }, { typ: "secevent+jwt" });
  expect(await exchange(t.authority, event)).toMatchObject({ status: 403, body: { code: "token_invalid" } });
  expect(await call(t.authority, "/v1/threads", { bearer: event })).toMatchObject({ status: 403 });
});

test("rejects an event if another project trusts the event's issuer, but the receiving project does not", async () => {
  const { storage, now } = t;
  const other = await createAuthority({
    ...{ storage, now, projectId: `${t.projectId}-other`, issuer: "https://other.example.com" },
    allowInsecureJwks: true,
  });
  open.push(other);
  const event = await sign({ aud: [AUDIENCE, "https://other.example.com"] });
  expect(await push(event, undefined, other)).toMatchObject({ status: 400, body: { err: "invalid_issuer" } });
  expect(await other.revocations.list()).toEqual([]);
});

test("if a rule's user claim is not `sub`, accepts only an event whose subject has the format `opaque`", async () => {
  const [rule] = await t.authority.rules.list();
  await t.authority.rules.update(rule?.id ?? "", 1, { ...t.rule(), userClaim: "uid" });
  expect(await push(await sign())).toMatchObject({ status: 400, body: { err: "invalid_request" } });
  expect((await push(await sign({ sub_id: { format: "opaque", id: "u-1" } }))).status).toBe(202);
  await t.authority.rules.setEnabled(rule?.id ?? "", false);
  expect(await push(await sign())).toMatchObject({ status: 400, body: { err: "invalid_issuer" } });
});

test("returns 503 for an event while the issuer's keys are unreachable", async () => {
  t.provider.answer = (_, response) => void response.writeHead(500).end();
  const event = await sign();
  expect(await push(event)).toMatchObject({ status: 503, body: { code: "jwks_unavailable" } });
  t.provider.answer = null;
  t.time += 10_000;
  expect((await push(event)).status).toBe(202);
});

test("rejects an event that is signed with an algorithm that the auth rule does not allow", async () => {
  const [rule] = await t.authority.rules.list();
  await t.authority.rules.update(rule?.id ?? "", 1, t.rule({ algorithms: ["ES256"] }));
  expect(await push(await sign())).toMatchObject({ status: 400, body: { err: "invalid_key" } });
  expect(await t.authority.revocations.list()).toEqual([]);
});
