import { beforeEach, describe, expect, test } from "vitest";
import { claimsOf, exchange, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const NOT_A_USER = /^JWT sub is not a valid user ID/;
const NOT_A_WORKSPACE = /is not a valid workspace ID/;
const RESERVED = ["__SYSTEM__", "__OTLP__", "usr_deleted", "usr_anon_", "usr_anon_0abcdef"];

describe("the user", () => {
  beforeEach(async () => {
    await t.authority.rules.add(t.rule());
  });

  test("S28 the subject must be a sound id of 255 code points at most", async () => {
    await t.refused(await t.provider.sign({ sub: undefined }), 403, "JWT payload is missing sub");
    for (const sub of [7, "", null, true, ["user-1"], {}, "x".repeat(256), "\u{1f600}".repeat(256)]) {
      await t.refused(await t.provider.sign({ sub }), 403, NOT_A_USER);
    }
    for (const sub of ["x".repeat(255), "\u{1f600}".repeat(255)]) {
      tokenOf(await exchange(t.authority, await t.provider.sign({ sub })));
    }
  });

  test("S6 ids with blanks, control, invisible or look-alike characters are refused", async () => {
    for (const strange of [
      ...["\u0000", "\u0001", "\t", "\n", "\r", " ", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u1680", "\u2003"],
      ...["\u200b", "\u200d", "\u2028", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u202f", "\u205f"],
      ...["\u2066", "\u2067", "\u2068", "\u2069", "\u3000", "\ufeff", "\ud800", "\udfff", "e\u0301"],
    ]) {
      await t.refused(await t.provider.sign({ sub: `a${strange}b` }), 403, NOT_A_USER);
    }
    // What is in normal form C already stays as it is.
    const name = "jos\u00e9|\u7528\u6237";
    expect(claimsOf(await exchange(t.authority, await t.provider.sign({ sub: name })))).toMatchObject({ sub: name });
  });

  test("S7 a provider's user cannot take a reserved id", async () => {
    for (const sub of RESERVED) {
      await t.refused(await t.provider.sign({ sub }), 403, "JWT sub is not a valid user ID: ID is reserved");
    }
  });
});

test("S7 nor by another claim than `sub`", async () => {
  await t.authority.rules.add(t.rule({ userClaim: "uid" }));
  for (const uid of RESERVED) {
    await t.refused(await t.provider.sign({ uid }), 403, "JWT uid is not a valid user ID: ID is reserved");
  }
});

test("S7 a workspace template cannot lead to a reserved workspace, nor put one together", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}` }));
  for (const org_id of RESERVED) await t.refused(await t.provider.sign({ org_id }), 403, NOT_A_WORKSPACE);
  const [rule] = await t.authority.rules.list();
  await t.authority.rules.update(rule?.id ?? "", 1, t.rule({ workspace: `\${a}_anon_\${b}` }));
  await t.refused(await t.provider.sign({ a: "usr", b: "0abc" }), 403, NOT_A_WORKSPACE);
  tokenOf(await exchange(t.authority, await t.provider.sign({ a: "user", b: "0abc" })));
});

test("S6 what claims are sound alone for must be a sound id together, too", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${a}:\${b}` }));
  const half = "x".repeat(127);
  tokenOf(await exchange(t.authority, await t.provider.sign({ a: half, b: half })));
  await t.refused(await t.provider.sign({ a: half, b: "x".repeat(128) }), 403, NOT_A_WORKSPACE);
});

test("S29 a workspace claim that is missing or no text is refused by name", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}:\${sub}` }));
  for (const org_id of [undefined, 7, null, true, {}, { id: "a" }, ["a"], "", "a b", "a:b"]) {
    await t.refused(await t.provider.sign({ org_id }), 403, /^JWT org_id is not a valid workspace ID: /);
  }
  expect(claimsOf(await exchange(t.authority, await t.provider.sign({ org_id: "a", sub: "b:c" })))).toMatchObject({
    workspace_id: "a:b:c",
  });
});

test.each([
  "__proto__",
  "constructor",
  "constructor.name",
  "toString",
  "org.__proto__.polluted",
  "org.length",
  "/org/0",
])("S29 the claim path %s reaches own members only", async (path) => {
  await t.authority.rules.add(t.rule({ workspace: `\${${path}}` }));
  await t.refused(await t.provider.sign({ org: "text" }), 403, NOT_A_WORKSPACE);
});
