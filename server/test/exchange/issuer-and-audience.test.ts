import { createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { call, claimsOf, exchange, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";
import { AUDIENCE, startIssuer } from "../support/start-issuer.ts";

const t = setUpExchange();
const NO_RULE = "No auth rule matches the JWT iss and aud claims";

// CVE-2025-30144 used a list as `iss`.
test("S22 compares the issuer byte for byte", async () => {
  await t.authority.rules.add(t.rule());
  for (const iss of [undefined, null, ""]) {
    await t.refused(await t.provider.sign({ iss }), 403, "JWT payload is missing iss");
  }
  const { issuer } = t.provider;
  const others = [issuer.slice(0, -1), `${issuer}/`, issuer.toUpperCase(), issuer.replace("1", "\u0661"), ` ${issuer}`];
  for (const iss of [...others, issuer.replace("http:", "https:"), [issuer], { 0: issuer }, 7, true]) {
    await t.refused(await t.provider.sign({ iss }), 403, NO_RULE);
  }
});

test("S22 an equivalent or look-alike URL is a different issuer", async () => {
  const issuer = "https://b\u00fccher.example";
  await t.authority.rules.add(t.rule({ issuer }));
  tokenOf(await exchange(t.authority, await t.provider.sign({ iss: issuer })));
  for (const iss of [
    "https://xn--bcher-kva.example",
    issuer.normalize("NFD"),
    "https://b\u00fc\u0441her.example",
    "https://B\u00dcCHER.example",
    `${issuer}:443`,
    `${issuer}.`,
    "https://user@b\u00fccher.example",
  ]) {
    await t.refused(await t.provider.sign({ iss }), 403, NO_RULE);
  }
});

test("S23 accepts the audience as a string or in a list of strings", async () => {
  await t.authority.rules.add(t.rule());
  const crowd = Array.from({ length: 100 }, (_, index) => `app-x${index}`);
  for (const aud of [AUDIENCE, [AUDIENCE], [...crowd, AUDIENCE], [AUDIENCE, ...crowd], [7, AUDIENCE]]) {
    tokenOf(await exchange(t.authority, await t.provider.sign({ aud })));
  }
  for (const aud of [
    ...[undefined, null, true, [], "", "app-2", crowd, [[AUDIENCE]], { 0: AUDIENCE }, [{}], 7],
    ...[AUDIENCE.toUpperCase(), `${AUDIENCE} `, `${AUDIENCE},app-2`, `${AUDIENCE} app-2`, AUDIENCE.slice(0, -1)],
  ]) {
    await t.refused(await t.provider.sign({ aud }), 403, NO_RULE);
  }
});

test("S24 rejects a rule without an audience unless any audience is explicitly allowed", async () => {
  const { audience: _, ...open } = t.rule();
  for (const none of [open, { ...open, audience: [] }, { ...open, anyAudience: false }]) {
    await expect(t.authority.rules.add(none)).rejects.toMatchObject({
      code: "invalid_rule",
      message: expect.stringContaining("`audience` is missing"),
    });
  }
  await expect(t.authority.rules.add(t.rule({ anyAudience: true }))).rejects.toMatchObject({ code: "invalid_rule" });
  await t.authority.rules.add({ ...open, anyAudience: true });
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: "whatever" })));
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: undefined })));
});

test("S25 if two rules have the same issuer, applies the rule whose keys verify the token", async () => {
  const other = await startIssuer({ now: t.now });
  const shared = t.rule({ name: "first", workspace: `first:\${sub}` });
  await t.authority.rules.add(shared);
  await t.authority.rules.add({ ...shared, name: "second", jwksUrl: other.jwksUrl, workspace: `second:\${sub}` });
  const byFirst = await t.provider.sign();
  const bySecond = await other.sign({ iss: t.provider.issuer });
  expect(claimsOf(await exchange(t.authority, byFirst))).toMatchObject({ workspace_id: "first:user-1" });
  expect(claimsOf(await exchange(t.authority, bySecond))).toMatchObject({ workspace_id: "second:user-1" });
  // The second provider's keys do not verify tokens for the first provider's audience.
  await t.authority.rules.add({
    ...t.rule(),
    name: "third",
    issuer: other.issuer,
    jwksUrl: other.jwksUrl,
    audience: "app-3",
  });
  await t.refused(await t.provider.sign({ iss: other.issuer, aud: "app-3" }), 403, "JWT token is not valid");
  await other.close();
});

test("S25 fetches no keys of a rule whose issuer or audience differs from the token's", async () => {
  const other = await startIssuer({ now: t.now });
  await t.authority.rules.add(t.rule());
  await t.authority.rules.add(t.rule({ name: "other audience", audience: "app-2", jwksUrl: other.jwksUrl }));
  await t.authority.rules.add(t.rule({ name: "other issuer", issuer: other.issuer, jwksUrl: other.jwksUrl }));
  await t.refused(await other.sign({ iss: t.provider.issuer }), 403, "JWT token is not valid");
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  expect(other.fetches()).toBe(0);
  await other.close();
});

test("S26 an authority ignores the rules of other projects, and accepts no rule for its own issuer", async () => {
  const other = await createAuthority({
    storage: t.storage,
    issuer: "https://b.example",
    projectId: "b",
    allowInsecureJwks: true,
    now: t.now,
  });
  await other.rules.add(t.rule());
  await t.refused(await t.provider.sign(), 403, NO_RULE);
  for (const issuer of ["https://auth.example.com", ["https://a.example", "https://auth.example.com"]]) {
    await expect(t.authority.rules.add(t.rule({ issuer }))).rejects.toMatchObject({ code: "invalid_rule" });
  }
  // A token with this authority's issuer is verified only with the authority's own keys.
  await t.authority.rules.add(t.rule());
  await t.refused(
    await t.provider.sign({ iss: "https://auth.example.com" }),
    403,
    "This endpoint needs an auth provider's ID token",
  );
  const reply = await call(t.authority, "/v1/threads", {
    bearer: await t.provider.sign({ iss: "https://auth.example.com" }, { typ: "aui-workspace+jwt" }),
  });
  expect(reply).toMatchObject({ status: 403, body: { error: "JWT token is not valid" } });
  await other.close();
});

test("a rule can list several issuers and audiences, and can form the workspace id from several claims", async () => {
  await t.authority.rules.add(
    t.rule({
      issuer: ["https://other.example", t.provider.issuer],
      audience: ["x", "y"],
      userClaim: "https://app.example/user",
      workspace: `\${org.id}:\${sub}`,
    }),
  );
  const token = await t.provider.sign({ aud: "y", org: { id: "acme" }, "https://app.example/user": "u-7" });
  expect(claimsOf(await exchange(t.authority, token))).toMatchObject({ sub: "u-7", workspace_id: "acme:user-1" });
});
