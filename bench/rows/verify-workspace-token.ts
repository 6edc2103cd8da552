import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { createWorkspaceTokenVerifier } from "../../src/verify/verify-workspace-token.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure } from "../row.ts";

const SEEN_GOAL = 2;
const NEW_GOAL = 0.9;
const TOKENS = 500;
const issuer = "https://auth.example.com";

/** Measures how long a resource server takes to verify a token for the first time, and to verify it again. */
export const measure: Measure = async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "key", alg: "ES256", use: "sig" }] };
  const iat = Math.floor(Date.now() / 1000);
  const times = { iat, nbf: iat - 10, exp: iat + 3600 };
  const tokens = await Promise.all(
    Array.from({ length: TOKENS }, (_, index) =>
      new SignJWT({ sub: `user-${index}`, workspace_id: "workspace-1", project_id: "default", iss: issuer, ...times })
        .setProtectedHeader({ typ: "aui-workspace+jwt", alg: "ES256", kid: "key" })
        .sign(privateKey),
    ),
  );
  const at = (turn: number) => tokens[turn % TOKENS] ?? "";
  const map = new Map(tokens.map((token) => [token, { userId: token }]));
  const lookUp = async (token: string) => map.get(token);
  const warm = createWorkspaceTokenVerifier({ issuer, jwks });
  for (const token of tokens) await warm(token);

  const seen = await measureInTurns(
    {
      own: async (count) => {
        for (let turn = 0; turn < count; turn += 1) await warm(at(turn));
      },
      map: async (count) => {
        for (let turn = 0; turn < count; turn += 1) await lookUp(at(turn));
      },
    },
    { rounds: 100, warmUp: 20, count: 5_000 },
  );
  const fresh = await measureInTurns(
    {
      own: async (count) => {
        const verify = createWorkspaceTokenVerifier({ issuer, jwks });
        for (let turn = 0; turn < count; turn += 1) await verify(at(turn));
      },
      jose: async (count) => {
        const rules = { issuer, algorithms: ["ES256"], typ: "aui-workspace+jwt" };
        for (let turn = 0; turn < count; turn += 1) await jwtVerify(at(turn), publicKey, rules);
      },
    },
    { rounds: 20, warmUp: 4, count: TOKENS },
  );
  const overMap = medianRatio(seen.own, seen.map);
  const overJose = medianRatio(fresh.own, fresh.jose);
  return [
    {
      what: "verifyWorkspaceToken, token seen before",
      figure: `${median(seen.own).toFixed(0)} ns`,
      against: `await of a Map look-up ${median(seen.map).toFixed(0)} ns`,
      ratio: overMap,
      goal: `<= ${SEEN_GOAL} x`,
      met: overMap <= SEEN_GOAL,
    },
    {
      what: "verifyWorkspaceToken, new token",
      figure: `${(median(fresh.own) / 1000).toFixed(0)} us`,
      against: `bare jwtVerify ${(median(fresh.jose) / 1000).toFixed(0)} us`,
      ratio: overJose,
      goal: `<= ${NEW_GOAL} x`,
      met: overJose <= NEW_GOAL,
    },
  ];
};
