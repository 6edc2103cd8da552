import { exportJWK, generateKeyPair, type JWK } from "jose";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createJwksCache, type JwksCache } from "../../../src/verify/jwks/jwks-cache.ts";

const MINUTE = 60_000;
let jwk: JWK;
let keys: JWK[];
let time: number;
const load = vi.fn();
let cache: JwksCache;

beforeAll(async () => {
  jwk = await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey);
});
beforeEach(() => {
  time = 1_000_000;
  keys = [{ ...jwk, kid: "a" }];
  load.mockReset().mockImplementation(async () => ({ keys }));
  cache = createJwksCache(load, () => time);
});
const makeUnreachable = () => load.mockRejectedValue(new Error("down"));
const find = async (kid: string) => (await cache.find(kid, "ES256")).length;

test("S36 concurrent callers share one JWKS fetch, whose result is cached for ten minutes", async () => {
  expect(await Promise.all(Array.from({ length: 50 }, () => find("a")))).toEqual(Array(50).fill(1));
  time += 10 * MINUTE - 1;
  await find("a");
  expect(load).toHaveBeenCalledTimes(1);
  time += 1;
  await find("a");
  expect(load).toHaveBeenCalledTimes(2);
});

test("S36 ten thousand unknown key ids cause at most one JWKS fetch in ten seconds", async () => {
  await find("a");
  const before = load.mock.calls.length;
  time += 1;
  const early = await Promise.allSettled(Array.from({ length: 10_000 }, (_, index) => find(`unknown-${index}`)));
  expect(early.every(({ status }) => status === "rejected")).toBe(true);
  expect(load.mock.calls.length - before).toBe(0);
  time += 10_000;
  await Promise.all(Array.from({ length: 10_000 }, (_, index) => find(`unknown-${index}`)));
  expect(load.mock.calls.length - before).toBe(1);
});

test("S72 for ten seconds after a fetch, the cache rejects unknown key ids as `token_key_not_known_yet`", async () => {
  await find("a");
  keys = [...keys, { ...jwk, kid: "b" }];
  time += 1;
  await expect(find("b")).rejects.toMatchObject({ code: "token_key_not_known_yet" });
  time += 9998;
  await expect(find("b")).rejects.toMatchObject({ code: "token_key_not_known_yet" });
  time += 1;
  expect(await find("b")).toBe(1);
  expect(await find("c")).toBe(0);
  time += 1;
  await expect(find("c")).rejects.toMatchObject({ code: "token_key_not_known_yet" });
});

test("the cache finds a new key ten seconds after the last JWKS fetch", async () => {
  await find("a");
  keys = [...keys, { ...jwk, kid: "b" }];
  time += 10_000;
  expect(await find("b")).toBe(1);
});

test("S30 a fetched JWKS replaces the previous JWKS completely", async () => {
  await find("a");
  keys = [{ ...jwk, kid: "b" }];
  time += 10 * MINUTE;
  expect(await find("a")).toBe(0);
});

test("S35 the cache returns its keys for a day while the JWKS endpoint is unreachable", async () => {
  await find("a");
  makeUnreachable();
  time += 11 * MINUTE;
  expect(await find("a")).toBe(1);
  await expect(find("b")).rejects.toMatchObject({ code: "jwks_unavailable" });
  time += 86_400_000;
  await expect(find("a")).rejects.toMatchObject({ code: "jwks_unavailable" });
});

test("S35 after a failed JWKS fetch, the cache does not fetch again for ten seconds", async () => {
  makeUnreachable();
  for (let round = 0; round < 5; round++) await expect(find("a")).rejects.toMatchObject({ code: "jwks_unavailable" });
  expect(load).toHaveBeenCalledTimes(1);
  time += 10_000;
  load.mockImplementation(async () => ({ keys }));
  expect(await find("a")).toBe(1);
  expect(load).toHaveBeenCalledTimes(2);
});

test("if several keys have the requested id, the cache returns those for the requested algorithm", async () => {
  const other = await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey);
  const rsa = await exportJWK((await generateKeyPair("RS256", { extractable: true })).publicKey);
  keys = [
    { ...jwk, kid: "a" },
    { ...other, kid: "a" },
    { ...rsa, kid: "a" },
  ];
  expect(await find("a")).toBe(2);
});

test("S65 the cache fetches the JWKS again if the clock was set back", async () => {
  await find("a");
  time -= 60 * MINUTE;
  keys = [{ ...jwk, kid: "b" }];
  expect(await find("b")).toBe(1);
});
