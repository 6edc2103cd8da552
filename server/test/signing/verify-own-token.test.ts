import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthoritySettings } from "../../src/config/authority-settings.ts";
import { answerTo } from "../../src/http/refusal-answers.ts";
import { createJwsSigner } from "../../src/jwt/create-jws-signer.ts";
import { signToken } from "../../src/signing/sign-token.ts";
import type { SigningKeySet } from "../../src/signing/signing-keys.ts";
import { verifyOwnToken } from "../../src/signing/verify-own-token.ts";

const settings = {
  issuer: "https://auth.example.com",
  projectId: "default",
  tokenLifetimeSeconds: 300,
  now: () => Date.UTC(2026, 0, 1, 12),
} as AuthoritySettings;
const identity = { userId: "user-1", workspaceId: "workspace-1" };
let keys: SigningKeySet;
let privateKey: KeyObject;

beforeAll(() => {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  privateKey = pair.privateKey;
  keys = {
    active: {
      kid: "key-1",
      sign: createJwsSigner({ typ: "aui-workspace+jwt", alg: "ES256", kid: "key-1" }, privateKey),
      signRevocations: createJwsSigner({ typ: "aui-revocations+jwt", alg: "ES256", kid: "key-1" }, privateKey),
    },
    verifiers: new Map([["key-1", { algorithm: "ES256", publicKey: pair.publicKey }]]),
    jwks: { keys: [] },
    dueAt: Number.POSITIVE_INFINITY,
  };
});
const verify = (token: string) => verifyOwnToken(parseJwt(token), keys, settings);
const answer = (token: string) => verify(token).catch(answerTo);

test("accepts a workspace token that this authority signed", async () => {
  await verify(await signToken(keys, settings, identity, Math.floor(settings.now() / 1000)));
});

test("S26 rejects another project's workspace token even if both projects sign with the same key", async () => {
  const token = await signToken(keys, { ...settings, projectId: "other" }, identity, Math.floor(settings.now() / 1000));
  expect(await answer(token)).toMatchObject({ status: 403, error: "Invalid project ID" });
});

test("S27 rejects a token without the `typ` of a workspace token, even if the signature is valid", async () => {
  for (const typ of [undefined, "JWT", "at+jwt", "refresh+jwt"]) {
    const token = await new SignJWT({ sub: "user-1", project_id: "default", exp: settings.now() / 1000 + 60 })
      .setProtectedHeader({ alg: "ES256", kid: "key-1", ...(typ ? { typ } : {}) })
      .sign(privateKey);
    expect(await answer(token)).toMatchObject({ status: 403, code: "token_invalid" });
  }
});

test("S11 S18 rejects a workspace token if its key id is unknown or its algorithm does not match the key", async () => {
  const sign = (header: { alg: string; kid?: string }) =>
    new SignJWT({ project_id: "default", exp: settings.now() / 1000 + 60 })
      .setProtectedHeader({ typ: "aui-workspace+jwt", ...header })
      .sign(privateKey);
  await expect(verify(await sign({ alg: "ES256", kid: "key-2" }))).rejects.toMatchObject({ code: "token_invalid" });
  await expect(verify(await sign({ alg: "ES256" }))).rejects.toMatchObject({ code: "token_key_id_missing" });
  const [, payload, signature] = (await sign({ alg: "ES256", kid: "key-1" })).split(".");
  const header = Buffer.from('{"typ":"aui-workspace+jwt","alg":"RS256","kid":"key-1"}').toString("base64url");
  await expect(verify(`${header}.${payload}.${signature}`)).rejects.toMatchObject({ code: "token_algorithm" });
});
