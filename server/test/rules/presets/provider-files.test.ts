import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { flagOf } from "../../../src/cli/rules/add-rule.ts";
import { authRuleFor } from "../../../src/rules/presets/auth-rule-for.ts";
import { fieldsOf, type Preset } from "../../../src/rules/presets/preset.ts";
import { type ProviderInputs, type ProviderName, presetOfIssuer, presets } from "../../../src/rules/presets/presets.ts";
import { presetRows } from "./preset-rows.ts";
import { toCurrentPage } from "./provider-page.ts";

const root = new URL("../../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const list = (folder: string, ending: string) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
const all = Object.entries<Preset>(presets) as [ProviderName, Preset][];
const names = Object.keys(presets).sort();
const integrations = list("src/integrations/", ".ts");

/** The provider without a preset. Auth.js encrypts its session token, so no auth rule can verify the token. */
const WITHOUT_PRESET = "authjs";

describe("the files of every provider", () => {
  test("every provider has a preset file of its own", () => {
    expect(list("server/src/rules/presets/providers/", ".ts").sort()).toEqual(names);
  });

  test("exactly the providers with a preset have a documentation page", () => {
    const pages = list("docs/providers/", ".md").filter((page) => !["README", "tokens", WITHOUT_PRESET].includes(page));
    expect(pages.sort()).toEqual(names);
  });

  test("exactly the providers with a preset have an example", () => {
    const examples = list("test/examples/providers/", ".tsx").filter((name) => name !== WITHOUT_PRESET);
    expect(examples.sort()).toEqual(names);
  });

  test("exactly the providers with a preset have a test of a full exchange", () => {
    const folders = readdirSync(new URL("test/integrations/", root)).filter(
      (folder) =>
        folder !== WITHOUT_PRESET && existsSync(new URL(`test/integrations/${folder}/real-sdk.test.tsx`, root)),
    );
    expect(folders.sort()).toEqual(names);
  });

  test("exactly the providers with a preset have an integration", () => {
    const entries = new Set(all.map(([, { snippet }]) => snippet.entry));
    expect([...entries].sort()).toEqual([...integrations].sort());
    const hooks = integrations.flatMap((entry) =>
      [...read(`src/integrations/${entry}.ts`).matchAll(/^export function (use\w+)/gm)].map(([, hook]) => hook),
    );
    expect(all.map(([, { snippet }]) => snippet.hook).sort()).toEqual(hooks.sort());
  });
});

describe.each(all)("the preset file of %s", (provider, preset) => {
  const { snippet } = preset;
  const example = existsSync(new URL(`test/examples/providers/${provider}.tsx`, root))
    ? read(`test/examples/providers/${provider}.tsx`)
    : "";

  test("the preset uses a hook that the provider's integration exports", () => {
    expect(read(`src/integrations/${snippet.entry}.ts`)).toMatch(new RegExp(`export function ${snippet.hook}\\b`));
  });

  test("the preset's code snippet has the same hook call and imports as the provider's compiled example", () => {
    const given = provider === "logto" ? "useLogto(), { resource, organizationId }" : snippet.hookArguments;
    expect(example).toContain(`${snippet.hook}(${given})`);
    for (const line of snippet.imports) {
      const [, module = ""] = /from "([^"]+)"/.exec(line) ?? [];
      if (module.startsWith("./")) continue;
      expect(example).toContain(`from "${module}"`);
      for (const name of line.match(/\{ (.*) \}/)?.[1]?.split(", ") ?? [])
        expect(example).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const line of snippet.insideComponent ?? []) if (provider !== "google") expect(example).toContain(line);
  });

  test("the provider's documentation page shows the preset's steps and the hosted cloud's auth rule", async () => {
    const path = `docs/providers/${provider}.md`;
    // To rewrite the pages: `npx vitest run --project node server/test/rules/presets --update=all`.
    await expect(toCurrentPage(read(path), provider, preset)).toMatchFileSnapshot(new URL(path, root).pathname);
  });

  test("the provider's documentation page lists every command-line option of the preset", () => {
    const page = read(`docs/providers/${provider}.md`);
    expect(page).toContain(`npx assistant-cloud-server rules add ${provider} `);
    for (const [field] of fieldsOf(preset)) {
      expect(page).toContain(flagOf(field));
    }
  });

  test("the preset's list `typical` contains only fields of the preset", () => {
    expect(Object.keys(preset.fields)).toEqual(expect.arrayContaining([...(preset.typical ?? [])]));
  });

  test("presetOfIssuer() finds the preset from the first issuer of each example rule", () => {
    if (preset.issuerPattern === null) return;
    for (const [what, , { issuers }] of presetRows[provider]) {
      expect(presetOfIssuer(issuers[0] ?? "")?.issuerPattern, what).toBe(preset.issuerPattern);
    }
  });

  test("each choice of a field creates a different rule, and the first choice is the default", () => {
    const [[, input]] = presetRows[provider];
    const make = (more: object) => authRuleFor(provider, { ...input, ...more } as ProviderInputs[ProviderName]);
    for (const [name, { choices = {} }] of fieldsOf(preset)) {
      const rules = Object.keys(choices).map((value) => make({ [name]: value }));
      if (rules.length > 0) expect(rules[0]).toEqual(make({}));
      expect(new Set(rules.map((rule) => JSON.stringify(rule))).size).toBe(rules.length);
    }
  });
});
