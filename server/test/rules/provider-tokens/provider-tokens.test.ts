import {
  type Authority,
  type AuthorityStorage,
  authRuleFor,
  createAuthority,
  type ProviderName,
} from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presets } from "../../../src/rules/presets/presets.ts";
import { call, claimsOf } from "../../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { startFixtureKeys } from "./fixture-keys.ts";
import { fixtures } from "./fixtures.ts";
import type { TokenFixture } from "./token-fixture.ts";

let storage: AuthorityStorage;
let authority: Authority;
let keys: Awaited<ReturnType<typeof startFixtureKeys>>;
beforeAll(async () => {
  [storage, keys] = await Promise.all([openTestStorage(), startFixtureKeys()]);
  authority = await createAuthority({ storage, issuer: "https://cloud.example.org", allowInsecureJwks: true });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await keys?.close();
  await storage?.close();
});

type AnyFixture = TokenFixture<ProviderName>;
const providers = Object.entries(fixtures) as [ProviderName, readonly AnyFixture[]][];
const rows = providers.flatMap(([provider, list]) => list.map((fixture) => ({ provider, fixture, ...fixture })));

test.each(rows)(
  "the preset of $provider accepts or rejects this token as documented: $shape",
  async ({ provider, fixture }) => {
    const { expected, input } = fixture;
    const rule = await authority.rules.add({ ...authRuleFor(provider, input), jwksUrl: keys.jwksUrl });
    const subject_token = await keys.sign(fixture);
    const reply = await call(authority, "/v1/auth/tokens/exchange", {
      method: "POST",
      body: new URLSearchParams({ subject_token }),
    });
    await authority.rules.remove(rule.id);
    if ("refused" in expected) {
      expect(reply.body).toMatchObject({ code: expected.refused });
      expect(reply.body).not.toHaveProperty("token");
    } else {
      expect(claimsOf(reply)).toMatchObject({ sub: expected.userId, workspace_id: expected.workspaceId });
    }
  },
);

test.each(providers)("the test tokens of %s include both an accepted and a rejected token", (provider, list) => {
  const refused = list.filter(({ expected }) => "refused" in expected);
  expect(refused).not.toEqual([]);
  expect(refused.length).toBeLessThan(list.length);
  expect(Object.keys(presets)).toContain(provider);
});

test("docs/providers/tokens.md lists every tested token format", async () => {
  const sections = providers.flatMap(([provider, list]) => [
    "",
    `## [${presets[provider].title}](${provider}.md)`,
    "",
    "| Token | Result | Source |",
    "|---|---|---|",
    ...list.map(({ shape, expected, source }) => `| ${shape} | ${resultOf(expected)} | [source](${source}) |`),
  ]);
  // To rewrite the page: `npx vitest run --project node server/test/rules/provider-tokens --update=all`.
  await expect([HEAD, ...sections, ""].join("\n")).toMatchFileSnapshot("../../../../docs/providers/tokens.md");
});

const HEAD = `# Supported tokens

The tables list each token format that a provider documents, and the result under the preset's rule. Every row is a
test: it signs the token with a real key, serves the keys over HTTP, exchanges the token, and checks the user and
workspace of the workspace token. The authority refuses unknown formats. It never uses the user's own workspace instead.

For a refused token, the table shows the \`code\` of the response. \`rules test\` and *Try a token* in the dashboard explain
the refusal and name the remedy.`;

const resultOf = (expected: AnyFixture["expected"]) =>
  "refused" in expected
    ? `refused: \`${expected.refused}\``
    : `user \`${code(expected.userId)}\`, workspace \`${code(expected.workspaceId)}\``;
const code = (id: string) => id.replaceAll("|", "\\|");
