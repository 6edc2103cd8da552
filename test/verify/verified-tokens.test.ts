import { expect, test } from "vitest";
import { createVerifiedTokens } from "../../src/verify/verified-tokens.ts";

const claims = (userId: string, expiresAt = 100) => ({
  userId,
  workspaceId: "workspace-1",
  projectId: "default",
  issuer: "https://auth.example.com",
  issuedAt: 0,
  expiresAt,
});

test("the cache of verified tokens drops the oldest token when it would exceed 10,000 tokens", () => {
  const tokens = createVerifiedTokens();
  for (let index = 0; index <= 10_000; index++) tokens.add(`token-${index}`, claims(`user-${index}`));
  expect(tokens.get("token-0", 50)).toBeNull();
  expect(tokens.get("token-1", 50)).toMatchObject({ userId: "user-1" });
  expect(tokens.get("token-10000", 50)).toMatchObject({ userId: "user-10000" });
});

test("the cache of verified tokens drops a token that has expired", () => {
  const tokens = createVerifiedTokens();
  tokens.add("token", claims("user-1"));
  expect(tokens.get("token", 99.9)).not.toBeNull();
  expect(tokens.get("token", 100)).toBeNull();
});
