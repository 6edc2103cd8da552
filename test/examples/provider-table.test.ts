import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const page = "docs/providers/README.md";

interface Row {
  provider: string;
  titles: string[];
}

/** The test titles of each provider, from its `real-sdk.test.tsx`. */
const rows: Row[] = readdirSync(new URL("test/integrations/", root))
  .sort()
  .flatMap((folder) => {
    const path = `test/integrations/${folder}/real-sdk.test.tsx`;
    if (!existsSync(new URL(path, root))) return [];
    const text = read(path);
    const provider = /^describe\(\s*"([^"]+)"/m.exec(text)?.[1] ?? "";
    return [{ provider, titles: [...text.matchAll(/\bit\(\s*(["'`])(.+?)\1,\s/g)].map(([, , title = ""]) => title) }];
  });

const having = ({ titles }: Row, start: string) => titles.filter((title) => title.startsWith(`${start}: `));
const mark = (row: Row, start: string) => (having(row, start).length > 0 ? "yes" : "—");
const failures = (row: Row) =>
  having(row, "failure")
    .map((title) => title.slice("failure: ".length).replaceAll("|", "\\|"))
    .join("; ");

function table(): string {
  const head = ["| Provider | Sign-in | Switch | Sign-out | Tested failures |", "|---|---|---|---|---|"];
  const lines = rows.map((row) => {
    const cells = [mark(row, "sign-in"), mark(row, "switch"), mark(row, "sign-out"), failures(row)];
    return `| [${row.provider}](${row.provider}.md) | ${cells.join(" | ")} |`;
  });
  return [...head, ...lines].join("\n");
}

describe("the table of providers in the documentation", () => {
  it("the table in docs/providers/README.md matches the titles of each provider's tests", async () => {
    const marked = /(<!-- tests -->\n)[\s\S]*(<!-- \/tests -->)/;
    const text = read(page);
    expect(text).toMatch(marked);
    const wanted = text.replace(marked, (_, begin, end) => `${begin}${table()}\n${end}`);
    // To update the page: `npx vitest run test/examples/provider-table.test.ts --update=all`.
    await expect(wanted).toMatchFileSnapshot(`../../${page}`);
  });

  it("each provider has tests of a sign-in, a switch of the user, a sign-out and a failure", () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      for (const start of ["sign-in", "switch", "sign-out", "failure"]) {
        expect(having(row, start), `${row.provider}: ${start}`).not.toEqual([]);
      }
      expect(existsSync(new URL(`docs/providers/${row.provider}.md`, root)), row.provider).toBe(true);
    }
  });

  it("each integration has a row in the table", () => {
    const entries = readdirSync(new URL("src/integrations/", root))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => file.slice(0, -3));
    expect(rows.map(({ provider }) => provider)).toEqual(expect.arrayContaining(entries));
  });
});
