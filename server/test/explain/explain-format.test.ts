import { expect, test } from "vitest";
import { forge, unsigned, withHmac } from "../support/forge.ts";
import { clerkClaims, explain, sign } from "./trial.ts";

test.each<[string, () => string | Promise<string>, RegExp, RegExp]>([
  ["an empty text", () => " ", /There is no token/, /Paste/],
  ["the value of an Authorization header", () => "Bearer a.b.c", /starts with "Bearer"/, /Remove "Bearer"/],
  ["a token in quotation marks", () => '"a.b.c"', /quotation marks/, /Remove/],
  ["a token with a line break", () => "a.b\n.c", /spaces/, /Remove/],
  ["an API key", () => "sk_aui_proj_default_0abc", /API key of this cloud/, /server/],
  ["a Google access token", () => "ya29.a0AfH6SM", /Google access token. It is opaque/, /credential/],
  ["an opaque token", () => "v2_local_abc", /opaque/, /`audience`/],
  ["an encrypted token that Auth0 issues without an audience", () => "a.b.c.d.e", /encrypted \(JWE\)/, /`audience`/],
  ["a huge token", () => "a".repeat(33_000), /more than \d+ characters/, /large claims/],
  ["a token that is not JSON", () => "abc.def.ghi", /not JSON/, /complete token/],
  ["a padded token", async () => `${await sign(clerkClaims)}==`, /strict JWT|not JSON/, /Copy/],
  [
    "a token whose header refers to keys",
    () => forge({ alg: "RS256", kid: "k", jku: "https://evil.example" }, {}, () => Buffer.from("x")),
    /`jku`/,
    /Remove it/,
  ],
  [
    "a token of the Firebase emulator",
    () => forge({ alg: "none" }, { iss: "https://securetoken.google.com/my-app-1a2b3" }, unsigned),
    /Firebase emulator \(alg none\)/,
    /real project/,
  ],
  [
    "a legacy Supabase token",
    () =>
      forge(
        { alg: "HS256" },
        { iss: "https://abcdefghijklmnopqrst.supabase.co/auth/v1", aud: "authenticated" },
        withHmac("secret"),
      ),
    /HS256, Supabase's legacy method/,
    /asymmetric/,
  ],
  [
    "an HS256 token from Auth0",
    () => forge({ alg: "HS256" }, { iss: "https://t.auth0.com/" }, withHmac("s")),
    /HS256/,
    /RS256 in/,
  ],
  [
    "a workspace token",
    () => sign({ iss: "https://cloud.example.com", sub: "u" }),
    /workspace token/,
    /before the exchange/,
  ],
])("the explanation of %s contains the reason for the refusal and a remedy", async (_, make, message, remedy) => {
  const token = await make();
  const report = await explain(token);
  expect(report).toMatchObject({
    verdict: "refused",
    summary: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
    rules: [],
    identity: null,
  });
  if (token.length > 20) expect(JSON.stringify(report)).not.toContain(token.split(".")[1]?.slice(0, 40) || token);
});
