import { expect, test } from "vitest";
import { clerkClaims, explain, failures, sign, tryExchange } from "./trial.ts";

test("if the authority has no issuer, a token without `iss` fails the issuer check", async () => {
  const { iss: _, ...claims } = clerkClaims;
  const report = await explain(await sign(claims), { ownIssuer: undefined });
  expect(JSON.stringify(report)).not.toContain("workspace token");
  expect(failures(report)).toContain("issuer");
});

test("explains that a security event token is not a token of a user", async () => {
  const token = await sign(clerkClaims, { typ: "secevent+jwt" });
  const report = await explain(token);
  expect(report).toMatchObject({ verdict: "refused", summary: expect.stringContaining("security event") });
  expect(await tryExchange(token)).toBe("refused");
});
