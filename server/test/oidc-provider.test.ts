import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimsOf, exchange } from "./support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";
import { startOidcProvider, type TestOidcProvider } from "./support/start-oidc-provider.ts";

let storage: AuthorityStorage;
let authority: Authority;
let provider: TestOidcProvider;

beforeAll(async () => {
  [storage, provider] = await Promise.all([openTestStorage(), startOidcProvider()]);
  authority = await createAuthority({ storage, issuer: "https://auth.example.com", allowInsecureJwks: true });
  await authority.rules.add({
    name: "a real OpenID provider",
    issuer: provider.issuer,
    jwksUrl: provider.jwksUrl,
    audience: provider.clientId,
  });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await authority.close();
  await provider.close();
  await storage.close();
});

test("exchanges an ID token of a real OpenID provider for a workspace token", async () => {
  for (const person of ["ada", "grace"]) {
    const claims = claimsOf(await exchange(authority, await provider.signIn(person)));
    expect(claims).toMatchObject({ sub: person, workspace_id: person, iss: "https://auth.example.com" });
  }
});

test("rejects an ID token of a real OpenID provider if the rule requires another audience", async () => {
  const other = await createAuthority({
    storage,
    issuer: "https://other.example.com",
    projectId: "other",
    allowInsecureJwks: true,
  });
  await other.rules.add({ name: "n", issuer: provider.issuer, jwksUrl: provider.jwksUrl, audience: "another-app" });
  const reply = await exchange(other, await provider.signIn("ada"));
  expect(reply).toMatchObject({ status: 403, body: { error: "No auth rule matches the JWT iss and aud claims" } });
  await other.close();
});
