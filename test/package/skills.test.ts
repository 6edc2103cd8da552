import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createProgram } from "../../server/src/cli/create-program.ts";
import * as api from "../../src/index.ts";

const root = new URL("../../", import.meta.url);
const skills = readdirSync(new URL("skills/", root)).sort();
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
/** The error codes, which are the titles of sections in `docs/errors.md`. */
const errorCodes = [...read("docs/errors.md").matchAll(/^### `(\w+)`$/gm)].map(([, code = ""]) => code);

/** Returns the exports of an entry point such as `assistant-cloud-auth/clerk`. */
async function exportsOf(entry: string): Promise<object> {
  const name = entry.slice(manifest.name.length + 1);
  if (name === "") return api;
  const isRoom = `./${name}` in manifest.exports;
  return import(new URL(isRoom ? `src/${name}/index.ts` : `src/integrations/${name}.ts`, root).href);
}

describe("the skills for coding agents", () => {
  it("the package includes the skills for coding agents", () => {
    expect(manifest.files).toContain("skills");
    expect(skills.length).toBeGreaterThan(2);
  });

  describe.each(skills)("the skill %s", (name) => {
    const text = read(`skills/${name}/SKILL.md`);
    const prose = text.replace(/```[\s\S]*?```/g, "");

    it("the skill file starts with the name of the skill and a description", () => {
      const [, matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
      expect(matter).toContain(`name: ${name}\n`);
      expect(/description: >-\n([\s\S]+)/.exec(matter)?.[1]?.length).toBeGreaterThan(80);
    });

    it("each code block of the skill is a copy of the file that the comment above the block names", () => {
      for (const [, file = "", code] of text.matchAll(/(?:<!-- (\S+) -->\n)?```tsx?\n([\s\S]*?)```/g)) {
        expect(code).toBe(read(file));
      }
    });

    it("the skill mentions only components and functions that the package exports", async () => {
      const called = [
        ...prose.matchAll(/`<?((?:use|create)[A-Z]\w+|\w+TokenSource|Auth(?!orization)\w+|Assistant\w+)\b[^`]*`/g),
      ];
      const entries = [...text.matchAll(/`assistant-cloud-auth\/[\w-]+`/g)].map(([entry]) => entry.slice(1, -1));
      const known = await Promise.all(
        [...entries, ...["", "/assistant-cloud", "/backend"].map((end) => manifest.name + end)].map(exportsOf),
      );
      const exported = new Set([...known.flatMap(Object.keys), "AssistantCloud"]);
      expect(called.map(([, name]) => name).filter((name) => !exported.has(name ?? ""))).toEqual([]);
    });

    it("the skill mentions only commands that the server's command-line program has", async () => {
      const program = await createProgram();
      for (const [, line = ""] of text.matchAll(/npx assistant-cloud-server ([a-z- ]+)/g)) {
        const [first, second] = line.trim().split(" ");
        const command = program.commands.find((one) => one.name() === first);
        expect(command, line).toBeDefined();
        if (second) expect(command?.commands.map((one) => one.name())).toContain(second);
      }
    });

    it("the skill lists only error codes that docs/errors.md describes", () => {
      const [, table = ""] = /\| `code` \|.*\n\|---\|---\|\n((?:\|.*\n)+)/.exec(prose) ?? [];
      const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
      expect(named.filter((code) => !errorCodes.includes(code ?? ""))).toEqual([]);
    });
  });
});
