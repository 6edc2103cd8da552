import { createWorkspaceTokenVerifier, fetchWorkspaceGuard, verifyWorkspaceToken } from "assistant-cloud-auth/verify";
import { describe, expect, test } from "vitest";
import { issuer } from "./sign-workspace-token.ts";

const jwks = { keys: [] };

describe.each([
  ["no options", "issuer", undefined],
  ["null", "issuer", null],
  ["no issuer, but keys", "issuer", { jwks }],
  ["an issuer that is a number", "issuer", { issuer: 5, jwks }],
  ["a relative issuer without keys", "issuer", { issuer: "auth.example.com" }],
  ["a JWKS URL that is relative", "jwksUrl", { issuer, jwksUrl: "/keys" }],
  ["an array of keys", "jwks", { issuer, jwks: [] }],
  ["keys as text", "jwks", { issuer, jwks: JSON.stringify(jwks) }],
  ["keys that are a number", "jwks", { issuer, jwks: 5 }],
  ["several audiences", "audience", { issuer, jwks, audience: ["api"] }],
  ["an empty audience", "audience", { issuer, jwks, audience: "" }],
  ["no project, as null", "projectId", { issuer, jwks, projectId: null }],
  ["revocations as text", "revocations", { issuer, jwks, revocations: "true" }],
  ["a clock that is a number", "now", { issuer, jwks, now: 5 }],
  ["a fetch that is a number", "fetch", { issuer, fetch: 5 }],
])("a verifier with %s", (_, name, options) => {
  const refusal = expect.objectContaining({ code: "configuration", message: expect.stringContaining(`\`${name}\``) });

  test(`throws \`configuration\` that names \`${name}\` as soon as a verifier or a guard is created`, async () => {
    expect(() => createWorkspaceTokenVerifier(options as never)).toThrow(refusal);
    expect(() => fetchWorkspaceGuard(options as never, () => new Response())).toThrow(refusal);
    await expect(verifyWorkspaceToken("token", options as never)).rejects.toThrow(refusal);
  });
});

test("a verifier accepts an issuer that is no URL if the keys come from elsewhere", () => {
  for (const keys of [{ jwks }, { jwksUrl: "https://keys.example.com/jwks" }]) {
    expect(createWorkspaceTokenVerifier({ issuer: "my-issuer", ...keys })).toBeTypeOf("function");
  }
});
