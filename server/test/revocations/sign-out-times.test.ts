import { setImmediate } from "node:timers/promises";
import { type Authority, createAuthority } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { claimsOf, exchange, mint, refresh, tokenOf } from "../support/call.ts";
import { REVOKED, setUpRevocations } from "./set-up-revocations.ts";

const { t, open, backend, start, revoke, tokenFor, list, statusOf, visit } = setUpRevocations();
const START = Date.UTC(2026, 0, 1, 12);

test("accepts a token that was issued after the sign-out, even in the same second", async () => {
  t.time += 400;
  const before = await tokenFor("ada");
  const stale = await t.provider.sign({ sub: "ada" });
  await revoke({ user_id: "ada" });
  t.time += 100;
  const minted = await tokenFor("ada");
  expect(decodeJwt(minted).iat).toBe((decodeJwt(before).iat as number) + 3);
  expect(await statusOf(minted)).toBe(200);
  expect(await list(before)).toMatchObject(REVOKED);
  // The `iat` of the ID token, in whole seconds, equals the time of the sign-out.
  expect(await exchange(t.authority, stale)).toMatchObject(REVOKED);
  t.time += 1000;
  const fresh = await exchange(t.authority, await t.provider.sign({ sub: "ada" }));
  expect(await statusOf(tokenOf(fresh))).toBe(200);
  t.time += 10_000;
  expect(claimsOf(await exchange(t.authority, await t.provider.sign({ sub: "ada" }))).iat).toBe(t.seconds() - 0.5);
});

test.each([-2000, 2000])(
  "a sign-out is effective even if the clocks of two processes differ by %d ms",
  async (offset) => {
    const off = await start({ now: () => t.time + offset });
    t.time = START + 20_900;
    const headers = { "Aui-User-Id": "ada" };
    const before = tokenOf(await mint(off, backend.key, headers));
    await revoke({ user_id: "ada" });
    t.time += 50;
    const after = tokenOf(await mint(off, backend.key, headers));
    const afterHere = tokenOf(await mint(t.authority, backend.key, headers));
    for (const authority of [off, t.authority]) {
      expect(await list(before, authority)).toMatchObject(REVOKED);
      for (const token of [after, afterHere]) expect((await list(token, authority)).status).toBe(200);
    }
  },
);

test("rejects an exchange if the user is signed out during the exchange", async () => {
  const idToken = await t.provider.sign({ sub: "ada" });
  let release = () => {};
  const asked = new Promise<void>((resolve) => {
    t.provider.answer = (_, response) => {
      release = () => response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
      resolve();
    };
  });
  const jwk = t.provider.publicJwk;
  const reply = exchange(t.authority, idToken);
  await asked;
  await revoke({ user_id: "ada" });
  release();
  expect(await reply).toMatchObject(REVOKED);
});

test.each([
  // After each of these changes, the next exchange reads only this data from the database.
  ["the sign-outs", (slow: Authority) => slow.revocations.add({ kind: "user", subject: "grace" })],
  ["the signing keys", (slow: Authority) => slow.signingKeys.rotate()],
])("if a user is signed out while an exchange reads %s, the exchange returns no valid token", async (data, change) => {
  let armed = false;
  const storage: typeof t.storage = {
    ...t.storage,
    async run(queries) {
      const result = await t.storage.run(queries);
      if (armed) {
        armed = false;
        t.time += 1000;
        await slow.revocations.add({ kind: "user", subject: "ada" });
        t.time += 9000;
      }
      return result;
    },
  };
  const { projectId, now } = t;
  const issuer = "https://auth.example.com";
  const slow = await createAuthority({ storage, projectId, now, issuer, allowInsecureJwks: true });
  open.push(slow);
  const idToken = await t.provider.sign({ sub: "ada" });
  expect((await exchange(slow, idToken)).status).toBe(200);
  await change(slow);
  armed = true;
  const reply = await exchange(slow, idToken);
  expect(armed).toBe(false);
  expect(data === "the sign-outs" ? reply : await list(tokenOf(reply))).toMatchObject(REVOKED);
});

test.each(["an exchange", "a refresh"])(
  "%s is rejected after a sign-out, even in a process that missed the notification of the sign-out",
  async (request) => {
    let isSlow = false;
    let hasReplied = false;
    const isolated: typeof t.storage = {
      ...t.storage,
      subscribe: () => () => {},
      async run(queries) {
        // Reads that no request waits for end after the response.
        for (let turn = 0; isSlow && turn < 1000 && !hasReplied; turn++) await setImmediate();
        return t.storage.run(queries);
      },
    };
    const other = await start({ storage: isolated });
    const idToken = await t.provider.sign();
    const visitor = await visit(other);
    const respond = () => (request === "an exchange" ? exchange(other, idToken) : refresh(other, visitor.token));
    expect((await respond()).status).toBe(200);
    t.time += 1000;
    await revoke({ issued_before: new Date(t.time).toISOString() });
    // The process uses its cached settings for up to 5 seconds after it has read them.
    t.time += 3900;
    isSlow = true;
    const reply = await respond();
    hasReplied = true;
    expect(reply).toMatchObject(REVOKED);
  },
);

test("if a process reads the settings during a sign-out, the process rejects the user's later exchange", async () => {
  let slowRead = false;
  const isolated: typeof t.storage = {
    ...t.storage,
    subscribe: () => () => {},
    async run(queries) {
      const result = await t.storage.run(queries);
      if (slowRead) {
        slowRead = false;
        t.time += 100;
        await revoke({ user_id: "ada", issued_before: new Date(t.time - 50).toISOString() });
        t.time += 900;
      }
      return result;
    },
  };
  const other = await start({ storage: isolated });
  const idToken = await t.provider.sign({ sub: "ada" });
  expect((await exchange(other, idToken)).status).toBe(200);
  t.time += 4900;
  slowRead = true;
  await exchange(other, idToken);
  expect(slowRead).toBe(false);
  t.time += 1500;
  expect(await exchange(other, idToken)).toMatchObject(REVOKED);
});

test("a sign-out time in the near future is replaced with the current time", async () => {
  const reply = await revoke({ user_id: "ada", issued_before: new Date(t.time + 60_000).toISOString() });
  expect(reply.body["issued_before"]).toBe(new Date(t.time).toISOString());
  t.time += 1000;
  expect(await statusOf(await tokenFor("ada"))).toBe(200);
});
