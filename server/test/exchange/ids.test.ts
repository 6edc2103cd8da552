import { beforeEach, describe, expect, test } from "vitest";
import { claimsOf, exchange, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const NOT_A_USER = /^JWT sub is not a valid user ID/;
const NOT_A_WORKSPACE = /is not a valid workspace ID/;
const RESERVED = ["__SYSTEM__", "__OTLP__", "usr_deleted", "usr_anon_", "usr_anon_0abcdef"];

/** Invisible characters, blank characters and Unicode noncharacters. An id must not contain any of them. */
const INVISIBLE = [
  ..."\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u2060\u2065\u206a\u2800\u3164\ufe00\ufe0f\uffa0\ufff0",
  ..."\ufdd0\ufdef\ufffe\uffff\u{1d159}\u{1d173}\u{16fe4}\u{1bca0}\u{1fffe}\u{10ffff}\u{e0001}\u{e0100}\u{e01ef}",
];

/**
 * Pairs of an invalid id and a text that the error must contain. Each id contains a stringified missing value, such as
 * `undefined`.
 */
const MISSING_VALUES = [
  ["undefined", "undefined"],
  ["null", "null"],
  ["NaN", "NaN"],
  ["[object Object]", "[object Object]"],
  ["org_1:undefined", "undefined"],
  ["undefined:user_1", "undefined"],
  ["org_1:null:user_1", "null"],
  ["auth0|null", "null"],
  ["team/NaN", "NaN"],
  ["org:[object Promise]", "[object Promise]"],
  ["undefined@org_1", "undefined"],
  ["org=1&user=undefined", "undefined"],
  ["org~undefined", "undefined"],
  ["org+null", "null"],
  ["org\\undefined", "undefined"],
  ['["org_1",null]', "null"],
  ["org→undefined", "undefined"],
] as const;

describe("the user id in a provider's token", () => {
  beforeEach(async () => {
    await t.authority.rules.add(t.rule());
  });

  test("S28 rejects a `sub` claim that is not a valid id or is longer than 255 code points", async () => {
    await t.refused(await t.provider.sign({ sub: undefined }), 403, "JWT payload is missing sub");
    for (const sub of [7, "", null, true, ["user-1"], {}, "x".repeat(256), "\u{1f600}".repeat(256)]) {
      await t.refused(await t.provider.sign({ sub }), 403, NOT_A_USER);
    }
    for (const sub of ["x".repeat(255), "\u{1f600}".repeat(255)]) {
      tokenOf(await exchange(t.authority, await t.provider.sign({ sub })));
    }
  });

  test("S6 rejects ids with whitespace or with control, invisible or look-alike characters", async () => {
    for (const strange of [
      ...["\u0000", "\u0001", "\t", "\n", "\r", " ", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u1680", "\u2003"],
      ...["\u200b", "\u200d", "\u2028", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u202f", "\u205f"],
      ...["\u2066", "\u2067", "\u2068", "\u2069", "\u3000", "\ufeff", "\ud800", "\udfff", "e\u0301"],
    ]) {
      await t.refused(await t.provider.sign({ sub: `a${strange}b` }), 403, NOT_A_USER);
    }
    // Text in Unicode normalization form C stays unchanged.
    const name = "jos\u00e9|\u7528\u6237";
    expect(claimsOf(await exchange(t.authority, await t.provider.sign({ sub: name })))).toMatchObject({ sub: name });
  });

  test("S7 rejects a reserved user id in a provider's token", async () => {
    for (const sub of RESERVED) {
      await t.refused(await t.provider.sign({ sub }), 403, "JWT sub is not a valid user ID: ID is reserved");
    }
  });
});

test("S70 rejects an id with a filler, a joiner, a variation selector or a noncharacter", async () => {
  await t.authority.rules.add(t.rule());
  for (const invisible of INVISIBLE) await t.refused(await t.provider.sign({ sub: `a${invisible}b` }), 403, NOT_A_USER);
});

test("S68 rejects an id that contains a stringified missing value, such as `undefined`", async () => {
  await t.authority.rules.add(t.rule());
  for (const [sub, shown] of MISSING_VALUES) {
    const error = `JWT sub is not a valid user ID: ID contains the word ${shown}, which a template writes for a missing value`;
    await t.refused(await t.provider.sign({ sub }), 403, error);
  }
  for (const sub of [
    "undefinedness",
    "nullable",
    "jane_null",
    "team-undefined",
    "NaNcy",
    "annulled:x",
    "object",
    "nullé",
  ]) {
    expect(claimsOf(await exchange(t.authority, await t.provider.sign({ sub })))).toMatchObject({ sub });
  }
});

test("S68 does not fill a workspace template with a stringified missing value, such as `undefined`", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}:\${sub}` }));
  for (const org_id of ["undefined", "null", "NaN", "[object Object]"]) {
    await t.refused(
      await t.provider.sign({ org_id }),
      403,
      /^JWT org_id is not a valid workspace ID: .*missing value$/,
    );
  }
});

test("S7 rejects a reserved id that comes from a claim other than `sub`", async () => {
  await t.authority.rules.add(t.rule({ userClaim: "uid" }));
  for (const uid of RESERVED) {
    await t.refused(await t.provider.sign({ uid }), 403, "JWT uid is not a valid user ID: ID is reserved");
  }
});

test("S7 rejects a reserved workspace id that a workspace template produces", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}` }));
  for (const org_id of RESERVED) await t.refused(await t.provider.sign({ org_id }), 403, NOT_A_WORKSPACE);
  const [rule] = await t.authority.rules.list();
  await t.authority.rules.update(rule?.id ?? "", 1, t.rule({ workspace: `\${a}_anon_\${b}` }));
  await t.refused(await t.provider.sign({ a: "usr", b: "0abc" }), 403, NOT_A_WORKSPACE);
  tokenOf(await exchange(t.authority, await t.provider.sign({ a: "user", b: "0abc" })));
});

test("S6 rejects a workspace id that is too long, even if each claim in the id is short enough", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${a}:\${b}` }));
  const half = "x".repeat(127);
  tokenOf(await exchange(t.authority, await t.provider.sign({ a: half, b: half })));
  await t.refused(await t.provider.sign({ a: half, b: "x".repeat(128) }), 403, NOT_A_WORKSPACE);
});

test("S29 rejects a missing or non-string workspace claim and names the claim", async () => {
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
])("S29 the claim path %s does not read inherited properties", async (path) => {
  await t.authority.rules.add(t.rule({ workspace: `\${${path}}` }));
  await t.refused(await t.provider.sign({ org: "text" }), 403, NOT_A_WORKSPACE);
});
