import { generateKeyPairSync } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthoritySettings } from "../../src/config/authority-settings.ts";
import { createJwsSigner } from "../../src/jwt/create-jws-signer.ts";
import { createRevocationList } from "../../src/revocations/revocation-list.ts";
import { createOwnTokens, type OwnTokens } from "../../src/signing/own-tokens.ts";
import { signToken } from "../../src/signing/sign-token.ts";
import type { SigningKeySet } from "../../src/signing/signing-keys.ts";

const START = Date.UTC(2026, 0, 1, 12);
const clock = { now: START };
const settings = {
  issuer: "https://auth.example.com",
  projectId: "default",
  tokenLifetimeSeconds: 300,
  now: () => clock.now,
} as AuthoritySettings;
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keySet = (): SigningKeySet => ({
  active: {
    kid: "key-1",
    sign: createJwsSigner({ typ: "aui-workspace+jwt", alg: "ES256", kid: "key-1" }, privateKey),
    signRevocations: createJwsSigner({ typ: "aui-revocations+jwt", alg: "ES256", kid: "key-1" }, privateKey),
  },
  verifiers: new Map([["key-1", { algorithm: "ES256", publicKey }]]),
  jwks: { keys: [] },
  dueAt: Number.POSITIVE_INFINITY,
});
const signFor = (userId: string) =>
  signToken(keySet(), settings, { userId, workspaceId: "workspace-1" }, Math.floor(settings.now() / 1000));

const revoked = createRevocationList([]);
let keys: SigningKeySet | Promise<SigningKeySet>;
let tokens: OwnTokens;
beforeEach(() => {
  clock.now = START;
  keys = keySet();
  tokens = createOwnTokens({ get: () => keys }, settings, { live: () => revoked });
});

test("returns the cached claims of a workspace token that was verified before", async () => {
  const token = await signFor("ada");
  expect(tokens.getCached(token)).toBeNull();
  await tokens.verify(parseJwt(token));
  expect(tokens.getCached(token)).toMatchObject({ sub: "ada", workspace_id: "workspace-1" });
});

test("returns no cached claims for a forged token with the header and payload of a verified token", async () => {
  const token = await signFor("ada");
  const [header, payload] = token.split(".");
  const forged = `${header}.${payload}.${"A".repeat(86)}`;
  await expect(tokens.verify(parseJwt(forged))).rejects.toMatchObject({ code: "token_invalid" });
  await tokens.verify(parseJwt(token));
  expect(tokens.getCached(forged)).toBeNull();
});

test("throws if a cached workspace token has expired since its verification", async () => {
  const token = await signFor("ada");
  await tokens.verify(parseJwt(token));
  clock.now += 305_000;
  expect(() => tokens.getCached(token)).toThrow(expect.objectContaining({ code: "token_expired" }));
});

test("returns no cached claims of a workspace token after the signing keys change or fail to load", async () => {
  const token = await signFor("ada");
  await tokens.verify(parseJwt(token));
  keys = keySet();
  expect(tokens.getCached(token)).toBeNull();
  keys = Promise.reject(new Error("The database is away."));
  expect(tokens.getCached(token)).toBeNull();
  await expect(tokens.verify(parseJwt(token))).rejects.toThrow("The database is away.");
});

test("a full cache of workspace tokens drops expired tokens first, then the oldest", async () => {
  tokens = createOwnTokens({ get: () => keys }, settings, { live: () => revoked }, 3);
  const verified = async (userId: string) => {
    const token = await signFor(userId);
    await tokens.verify(parseJwt(token));
    return token;
  };
  const expired = [await verified("expired"), await verified("also expired")];
  clock.now += 301_000;
  const [first, second] = [await verified("first"), await verified("second")];
  clock.now -= 301_000;
  for (const token of expired) expect(tokens.getCached(token)).toBeNull();
  clock.now += 301_000;
  const rest = [await verified("third"), await verified("fourth")];
  expect(tokens.getCached(first)).toBeNull();
  for (const token of [second, ...rest]) expect(tokens.getCached(token)).not.toBeNull();
});
