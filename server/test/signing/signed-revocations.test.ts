import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeEach, expect, test } from "vitest";
import { createJwsSigner } from "../../src/jwt/create-jws-signer.ts";
import { createRevocationList } from "../../src/revocations/revocation-list.ts";
import { createRevocationSigner } from "../../src/signing/signed-revocations.ts";
import type { SigningKeySet } from "../../src/signing/signing-keys.ts";

const START = Date.UTC(2026, 0, 1, 12);
const clock = { now: START };
const settings = { issuer: "https://auth.example.com", projectId: "default", now: () => clock.now };
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keySet = (kid: string): SigningKeySet => ({
  active: {
    kid,
    sign: () => Promise.reject(new Error("The list is not a workspace token.")),
    signRevocations: createJwsSigner({ typ: "aui-revocations+jwt", alg: "ES256", kid }, privateKey),
  },
  verifiers: new Map(),
  jwks: { keys: [] },
  dueAt: Number.POSITIVE_INFINITY,
});
const listOf = (...users: string[]) =>
  createRevocationList(users.map((subject) => ({ kind: "user", subject, issuedBefore: new Date(START) })));

let sign: ReturnType<typeof createRevocationSigner>;
beforeEach(() => {
  clock.now = START;
  sign = createRevocationSigner(settings);
});

test("signs an unchanged revocation list again only if a minute has passed or the clock was set back", async () => {
  const [list, keys] = [listOf("ada"), keySet("key-1")];
  const first = await sign(list, keys);
  clock.now += 59_999;
  expect(await sign(list, keys)).toBe(first);
  clock.now += 1;
  const second = await sign(list, keys);
  expect(decodeJwt(second.text).iat).toBe(START / 1000 + 60);
  expect(second.etag).not.toBe(first.etag);
  clock.now -= 1;
  expect(await sign(list, keys)).not.toBe(second);
});

test("signs a revocation list immediately when the list or the signing key has changed", async () => {
  const [list, keys] = [listOf("ada"), keySet("key-1")];
  const first = await sign(list, keys);
  const both = listOf("ada", "grace");
  const longer = await sign(both, keys);
  expect(longer.etag).not.toBe(first.etag);
  expect(Object.keys(decodeJwt(longer.text)["users"] as object)).toHaveLength(2);
  expect(decodeProtectedHeader((await sign(both, keySet("key-2"))).text).kid).toBe("key-2");
});
