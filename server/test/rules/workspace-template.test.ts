import fc from "fast-check";
import { expect, test } from "vitest";
import { isRefusal } from "../../src/base/refusal.ts";
import { fillWorkspaceTemplate, parseWorkspaceTemplate } from "../../src/rules/workspace-template.ts";

const fill = (template: string, payload: Record<string, unknown>) => {
  try {
    return fillWorkspaceTemplate(template, payload);
  } catch (error) {
    if (isRefusal(error) && error.code === "workspace_id_invalid") return null;
    throw error;
  }
};
/** Replaces each `<claim>` in a text with `${claim}`. */
const of = (text: string) => text.replace(/<([^>]+)>/g, (_, claim) => `$\{${claim}}`);

test("a workspace template omits the separator after an optional claim that is missing", () => {
  expect(fill(of("<org?>:<sub>"), { org: "o", sub: "u" })).toBe("o:u");
  expect(fill(of("<org?>:<sub>"), { sub: "u" })).toBe("u");
  expect(fill(of("<org?>:<sub>"), { org: null, sub: "u" })).toBe("u");
  expect(fill(of("t-<org?>:<sub>"), { sub: "u" })).toBe("t-u");
  expect(fill(of("<org?>:<sub>"), { org: 7, sub: "u" })).toBe(null);
  expect(fill(of("<org>:<sub>"), { sub: "u" })).toBe(null);
});

test("S82 if a placeholder names several claims, the template uses the first present claim", () => {
  const template = of("<org_id|o.id?>:<sub>");
  const sub = "u";
  expect(fill(template, { org_id: "o1", sub })).toBe("o1:u");
  expect(fill(template, { o: { id: "o2", slg: "acme" }, v: 2, sub })).toBe("o2:u");
  expect(fill(template, { org_id: null, o: { id: "o2" }, sub })).toBe("o2:u");
  expect(fill(template, { org_id: null, sub })).toBe("u");
  for (const wrong of [
    { o: "o2" },
    { o: ["o2"] },
    { o: { id: 7 } },
    { o: { id: {} } },
    { org_id: {} },
    { org_id: "" },
  ]) {
    expect(fill(template, { ...wrong, sub })).toBe(null);
  }
  expect(fill(of("<app_metadata.org_id?>:<sub>"), { app_metadata: {}, sub })).toBe("u");
  expect(fill(of("</a~1b/id?>:<sub>"), { "a/b": "o", sub })).toBe(null);
});

test("rejects a user or organization id that could produce another user's workspace", () => {
  expect(fill(of("<org?>:<sub>"), { sub: "o:u" })).toBe(null);
  expect(fill(of("<org>::<sub>"), { org: "o:", sub: "u" })).toBe(null);
});

test("a template can refer to a claim by JSON pointer", () => {
  const payload = { "https://stytch.com/organization": { organization_id: "org-1" }, sub: "u" };
  expect(fill(of("</https:~1~1stytch.com~1organization/organization_id>:<sub>"), payload)).toBe("org-1:u");
});

test.each([
  ["no claim", "workspace"],
  ["a space", of("a <sub>")],
  ["two adjacent claims", of("<a><b>")],
  ["an optional last claim", of("<a>:<b?>")],
  ["two optional claims", of("<a?>:<b?>-<c>")],
  ["an unnamed claim", of("<?>:<b>")],
  ["a JSON pointer with an unescaped ~", of("</a~b>")],
  ["an unclosed brace", "$" + "{sub}{"],
])("rejects a workspace template with %s", (_, template) => {
  expect(typeof parseWorkspaceTemplate(template)).toBe("string");
});

test("the problem with a template that contains the text of a missing value names that text", () => {
  expect(parseWorkspaceTemplate(of("undefined:<sub>"))).toMatch(/^contains the word undefined/);
  expect(parseWorkspaceTemplate(of("a\u200b<sub>"))).toBe("must not contain whitespace or control characters");
});

const addOne = (text: string) => ["a", ":", "-"].map((character) => text + character);
const two = addOne("").flatMap(addOne);
/** All strings of one to three characters that contain only `a` and the separators `:` and `-`. */
const ids = [...addOne(""), ...two, ...two.flatMap(addOne)];

test.each([
  "<org>:<sub>",
  "<org?>:<sub>",
  "<org?>::<sub>",
  "<org>::<sub>",
  "a<org?>-<sub>",
  "<org?>:-<sub>-a",
  "-<org?>--<sub>",
])("two different pairs of organization and user never get the same workspace from the template %s", (text) => {
  const template = of(text);
  const found = new Map<string, unknown>();
  for (const org of [undefined, ...ids]) {
    for (const sub of ids) {
      const workspace = fill(template, { org, sub });
      if (workspace === null) continue;
      expect({ also: found.get(workspace), org, sub }).toEqual({ also: undefined, org, sub });
      found.set(workspace, { org, sub });
    }
  }
  expect(found.size).toBeGreaterThan(10);
});

test("for any claims, a valid template either produces a workspace or fails with workspace_id_invalid", () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (text, payload) => {
      const whole = `$\{${text}}`;
      if (typeof parseWorkspaceTemplate(whole) === "string") return;
      const filled = fill(whole, payload as Record<string, unknown>);
      expect(filled === null || typeof filled === "string").toBe(true);
    }),
  );
});
