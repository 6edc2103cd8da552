import ts from "typescript";
import { describe, expect, it } from "vitest";
import { readSourceFiles, type SourceFile } from "../../../test/support/read-source-files.ts";
import { findNodes } from "./find-nodes.ts";

const sourceFiles = readSourceFiles("server/src");

/** The folders of server/src that send responses or print output. Their code may contain statuses and messages. */
const EDGES = [
  "http",
  "thread-api",
  "admin",
  "openapi",
  "app",
  "control",
  "doctor",
  "conform",
  "cli",
  "entry",
  "testing",
];
/** The folders of server/src that accept or reject input. They must report each refusal as an error code with data. */
const DECIDING = [
  "config",
  ...["rules", "keys", "signing", "visitors", "origins", "limits", "projects", "tokens", "threads"],
  ...["activity", "changes", "events", "explain", "jwks", "jwt"],
];
const STATUSES = ["400", "401", "402", "403", "404", "405", "409", "410", "413", "415", "422", "429"];
const FAILURES = ["500", "501", "502", "503", "504"];

/** The files that may read an HTTP status although they do not respond to requests. The value is the reason. */
const READS_STATUS: Readonly<Record<string, string>> = {
  "server/src/jwks/fetch-jwks.ts": "The status is the provider's.",
  "server/src/admin/openid/bounded-fetch.ts": "The status is the provider's.",
  "server/src/admin/openid/explain-provider-error.ts": "The status is the provider's.",
  "server/src/threads/files/bucket.ts": "The status is the bucket's.",
  "server/src/openapi/create-openapi.ts": "The document describes the statuses.",
  "server/src/observability/log/create-log.ts": "The level of a request's line follows the status that was sent.",
  "server/src/observability/traces/create-traces.ts": "A span is an error by the status that was sent.",
};

const PROSE = ["message", "remedy", "reason", "problem", "sentence"];
const TEXT_TESTS = ["includes", "startsWith", "endsWith", "indexOf", "match", "matchAll", "search", "test", "exec"];
const EQUALITY = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
];
const COMPARISON = [
  ...EQUALITY,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
];

/** Returns whether an expression contains an identifier with one of the names. Ignores `typeof` expressions. */
const holds = (node: ts.Node, names: readonly string[]): boolean =>
  !ts.isTypeOfExpression(node) &&
  ((ts.isIdentifier(node) && names.includes(node.text)) ||
    (ts.forEachChild(node, (child) => holds(child, names) || undefined) ?? false));
const isText = (node: ts.Node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/**
 * Returns whether a syntax node compares the text of an error: `message.includes(…)`, `/…/.test(error.message)`,
 * `error.message === "…"` or `switch (error.message)`.
 */
function testsProse(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: receiver, name } = node.expression;
    return TEXT_TESTS.includes(name.text) && [receiver, ...node.arguments].some((each) => holds(each, PROSE));
  }
  if (ts.isBinaryExpression(node) && EQUALITY.includes(node.operatorToken.kind)) {
    return isText(node.left) ? holds(node.right, PROSE) : isText(node.right) && holds(node.left, PROSE);
  }
  return ts.isSwitchStatement(node) && holds(node.expression, PROSE);
}

/**
 * Returns whether a syntax node compares a status: `status === 404`, `status >= 500` or
 * `[…].includes(response.status)`.
 */
function testsStatus(node: ts.Node): boolean {
  const names = ["status", "statusCode"];
  if (ts.isBinaryExpression(node) && COMPARISON.includes(node.operatorToken.kind)) {
    const isNumber = [node.left, node.right].some(ts.isNumericLiteral);
    return isNumber && [node.left, node.right].some((each) => holds(each, names));
  }
  if (ts.isSwitchStatement(node)) return holds(node.expression, names);
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    TEXT_TESTS.includes(node.expression.name.text) &&
    ts.isArrayLiteralExpression(node.expression.expression) &&
    node.expression.expression.elements.some(ts.isNumericLiteral) &&
    node.arguments.some((each) => holds(each, names))
  );
}

const isStatus = (node: ts.Node) => ts.isNumericLiteral(node) && [...STATUSES, ...FAILURES].includes(node.text);
const makesResponse = (node: ts.Node) =>
  (ts.isNewExpression(node) && node.expression.getText() === "Response") ||
  (ts.isCallExpression(node) && /^Response\.(json|error|redirect)$/.test(node.expression.getText()));
const isNew = (name: string) => (node: ts.Node) => ts.isNewExpression(node) && node.expression.getText() === name;

const inRooms = (rooms: readonly string[]) => sourceFiles.filter(({ room }) => rooms.includes(room));
const below = sourceFiles.filter(({ room }) => !EDGES.includes(room));
const search = (files: readonly SourceFile[], isFound: (node: ts.Node) => boolean, but: object = {}) =>
  files.filter(({ path }) => !Object.hasOwn(but, path)).flatMap((file) => findNodes(file, isFound));

describe("errors in the source folders that neither send responses nor print output", () => {
  it("only source folders that send responses or print output import from the folder `http`", () => {
    const importers = below.filter(({ imports }) => imports.some((file) => file.startsWith("server/src/http/")));
    expect(importers.map(({ path }) => path)).toEqual([]);
  });

  it("only source folders that send responses or print output create a `Response`", () => {
    expect(search(below, makesResponse)).toEqual([]);
  });

  it("only files in READS_STATUS contain an HTTP status, except in folders that send responses or print output", () => {
    expect(search(below, isStatus, READS_STATUS)).toEqual([]);
  });

  it("source folders that accept or reject input create no `AuthorityError`", () => {
    expect(search(inRooms(DECIDING), isNew("AuthorityError"))).toEqual([]);
  });
});

/**
 * The source files outside the folder `conform`. The code in `conform` checks the statuses and texts of other servers.
 */
const deciding = sourceFiles.filter(({ room }) => room !== "conform");

describe("errors in all source folders of the server", () => {
  it("no source file outside the folder `conform` compares the text of an error", () => {
    expect(search(deciding, testsProse)).toEqual([]);
  });

  it("outside the folders `http` and `conform`, only files in READS_STATUS compare an HTTP status", () => {
    const files = deciding.filter(({ room }) => room !== "http");
    expect(search(files, testsStatus, READS_STATUS)).toEqual([]);
  });

  it.each(Object.entries(READS_STATUS))(
    "the file %s in READS_STATUS still compares an HTTP status (reason: %s)",
    (path) => {
      const file = sourceFiles.filter((each) => each.path === path);
      expect(search(file, testsStatus).length).toBeGreaterThan(0);
    },
  );
});
