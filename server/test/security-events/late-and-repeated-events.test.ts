import { createAuthority } from "assistant-cloud-server";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { securityEvents } from "../../src/storage/schema.ts";
import { SESSION_REVOKED, setUpSecurityEvents } from "./set-up-security-events.ts";

const { t, open, sign, push, tokenFor, codeOf } = setUpSecurityEvents();

test("an event that is repeated or over a minute late revokes no token issued after the event occurred", async () => {
  const event = await sign();
  expect((await push(event)).status).toBe(202);
  t.time += 30_000;
  const token = await tokenFor();
  expect((await push(event)).status).toBe(202);
  expect(await codeOf(token)).toBeUndefined();
  const late = { events: { [SESSION_REVOKED]: { event_timestamp: t.seconds() - 61 } } };
  expect((await push(await sign(late))).status).toBe(202);
  expect(await codeOf(token)).toBeUndefined();
});

test("an event that is delivered again to another process does not revoke newer tokens", async () => {
  const { storage, projectId, now } = t;
  const issuer = "https://auth.example.com";
  const other = await createAuthority({ storage, projectId, now, issuer, allowInsecureJwks: true });
  open.push(other);
  const [event, again] = [await sign(), await sign()];
  expect((await push(event)).status).toBe(202);
  t.time += 30_000;
  const token = await tokenFor();
  expect((await push(event, undefined, other)).status).toBe(202);
  expect(await codeOf(token)).toBeUndefined();
  // Another event of the same user takes effect once, although both processes receive it at the same time.
  const replies = await Promise.all([push(again), push(again, undefined, other)]);
  expect(replies.map(({ status }) => status)).toEqual([202, 202]);
  expect(await codeOf(token)).toBe("token_revoked");
  expect((await t.authority.audit.list({ action: "tokens.revoke" })).entries).toHaveLength(2);
});

test("accepts a security event dated up to a minute in the future or up to a day in the past", async () => {
  for (const more of [
    { iat: t.seconds() + 60, nbf: t.seconds() + 60 },
    { iat: t.seconds() - 86_400 },
    { exp: t.seconds() - 59 },
    { events: { [SESSION_REVOKED]: { event_timestamp: t.seconds() + 60 } } },
  ]) {
    expect(await push(await sign(more)), JSON.stringify(more)).toMatchObject({ status: 202 });
  }
  // The stored time is never in the future, so the next session is not refused.
  const [stored] = await t.authority.revocations.list();
  expect(stored?.issuedBefore).toEqual(new Date(t.time));
});

test("deletes the record of an event once the event is too old to be accepted", async () => {
  const held = () =>
    t.storage.run((database) =>
      database.select().from(securityEvents).where(eq(securityEvents.projectId, t.projectId)),
    );
  const event = await sign();
  await push(event);
  t.time += 86_400_000;
  expect((await push(event)).status).toBe(202);
  await push(await sign());
  expect(await held()).toHaveLength(2);
  t.time += 1000;
  expect(await push(event)).toMatchObject({ status: 400, body: { err: "invalid_request" } });
  t.time += 3_600_000;
  await push(await sign());
  expect(await held()).toHaveLength(2);
});

test("an event that arrives one minute late also revokes the tokens issued during that minute", async () => {
  const event = await sign();
  t.time += 60_000;
  const token = await tokenFor();
  expect((await push(event)).status).toBe(202);
  expect(await codeOf(token)).toBe("token_revoked");
});

test("without `event_timestamp`, an event over a minute late revokes only tokens issued before its `iat`", async () => {
  const old = await tokenFor();
  t.time += 10_000;
  const event = await sign({ events: { [SESSION_REVOKED]: {} } });
  t.time += 61_000;
  const token = await tokenFor();
  expect((await push(event)).status).toBe(202);
  expect(await codeOf(old)).toBe("token_revoked");
  expect(await codeOf(token)).toBeUndefined();
});
