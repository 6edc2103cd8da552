import { afterEach, expect, test, vi } from "vitest";
import { AuthorityError } from "../../src/base/authority-error.ts";
import { escapeForTerminal, escapeInJson, isUnsafeText } from "../../src/base/unsafe-text.ts";
import { printError, printResult } from "../../src/cli/print.ts";
import { prettyLine } from "../../src/observability/log/pretty-line.ts";
import { ruleContent } from "../../src/rules/auth-rule.ts";
import { settingsDocument } from "../../src/transfer/settings-document.ts";

const HIDING = [..."\u0000\u001b\u007f\u009b\u00ad\u061c\u200b\u200e\u2028\u202a\u202e\u2066\u2069\ufeff\u{e0041}"];

afterEach(() => {
  vi.restoreAllMocks();
});

test("S88 isUnsafeText() detects characters that are hidden or reorder text, but permits any language", () => {
  for (const character of HIDING)
    expect(isUnsafeText(`a${character}b`), character.codePointAt(0)?.toString(16)).toBe(true);
  for (const name of ["Zoë", "名前", "نام‌خانوادگی", "👨‍👩‍👧 ❤️", "a b", "Clerk (EU)"]) {
    expect(isUnsafeText(name), name).toBe(false);
  }
});

test("S88 escapes hidden characters in command output, errors and log lines", () => {
  let printed = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  }
  const title = "Invoice\u202etxt.exe \u001b]0;owned\u0007";
  printResult(false, {}, [`1  ${title}`, "2"]);
  printResult(true, { title }, []);
  printError(new AuthorityError("not_found", title, title), false);
  printError(new AuthorityError("not_found", title, title), true);
  printed += prettyLine(JSON.stringify({ level: "info", time: new Date(0).toISOString(), msg: title, title }));
  for (const character of "\u001b\u0007\u202e") expect(printed).not.toContain(character);
  expect(printed.split("\n")[0]).toBe("1  Invoice\\u{202e}txt.exe \\u{1b}]0;owned\\u{7}");
  expect(JSON.parse(printed.split("\n")[2] ?? "")).toEqual({ title });
  expect(escapeForTerminal("a\tb\nc")).toBe("a\tb\nc");
  expect(JSON.parse(escapeInJson(JSON.stringify("\u{e0041}\u202e")))).toBe("\u{e0041}\u202e");
});

test("S88 rejects hidden characters in names of rules, keys and projects", () => {
  const project = settingsDocument.shape.projects.element.shape;
  const schemas = [ruleContent.shape.name, project.name, project.apiKeys.element.shape.name];
  for (const schema of schemas) {
    expect(schema.safeParse("ab").success).toBe(true);
    for (const character of HIDING) expect(schema.safeParse(`a${character}b`).success).toBe(false);
  }
});
