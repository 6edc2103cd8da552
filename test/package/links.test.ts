import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { slugify } from "../../docs/.vitepress/headings.ts";
import manifest from "../../package.json" with { type: "json" };
import { listDocPages } from "../../scripts/docs/list-doc-pages.ts";
import serverManifest from "../../server/package.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const list = (folder: string, ending: RegExp) =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);

/** The URL of the repository. All absolute links into the repository start with this URL. */
const repository = manifest.homepage.replace("#readme", "");
const DOCS = `${repository}/blob/main/docs`;

/** The pages that npm's website shows. */
const npmPages = ["README.md", "server/README.md"];
const docPages = listDocPages(join(root, "docs")).map((page) => `docs/${page}`);
const pages = [...npmPages, "CONTRIBUTING.md", ...list("skills", /\.md$/), ...docPages];

/** Returns the targets of a page's links and images, except those in code. */
function targetsOf(page: string): string[] {
  const prose = read(page)
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/`[^`\n]*`/g, "");
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...references].map(([, target = ""]) => target);
}

/** Returns the anchors of a page's headings, as GitHub and the docs site generate them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slugify(heading));
}

/** Returns what is wrong with a link; null if the link's target exists or is outside this repository. */
function findFault(page: string, target: string): string | null {
  const own = new RegExp(`^${repository}/(?:blob|tree|raw)/main/`);
  if (/^https?:/.test(target) && !own.test(target)) return null;
  const [path = "", anchor] = target.replace(own, "/").split("#");
  const file = path === "" ? page : path.startsWith("/") ? path.slice(1) : normalize(join(dirname(page), path));
  if (!existsSync(join(root, file))) return `${page}: ${target} names no file`;
  return anchor === undefined || anchorsOf(file).includes(anchor) ? null : `${page}: ${target} names no heading`;
}

describe("links in the documentation", () => {
  it.each(pages)("every link in %s leads to an existing file or heading", (page) => {
    expect(
      targetsOf(page)
        .map((target) => findFault(page, target))
        .filter(Boolean),
    ).toEqual([]);
  });

  it.each(npmPages)("every link in %s is absolute, so it works on npm", (page) => {
    expect(targetsOf(page).length).toBeGreaterThan(5);
    expect(targetsOf(page).filter((target) => !/^(https:|#)/.test(target))).toEqual([]);
  });

  it("the links in both package.json files start with the URL of the repository", () => {
    for (const { repository: source, homepage, bugs } of [manifest, serverManifest]) {
      expect(source.url).toBe(`git+${repository}.git`);
      expect(homepage.startsWith(repository)).toBe(true);
      expect(bugs).toBe(`${repository}/issues`);
    }
  });
});

describe.each(["src", "server/src"])("the error messages in %s", (folder) => {
  const files = list(folder, /\.tsx?$/);

  it("only one file contains the URL of the documentation", () => {
    const written = files.flatMap((file) => read(file).match(new RegExp(`^.*${repository}.*$`, "gm")) ?? []);
    expect(written.filter((line) => line !== `const DOCS_URL = "${DOCS}";`)).toEqual([]);
    expect(written.length).toBeLessThan(2);
  });

  it("every error message links to an existing page and heading", () => {
    const linked = files.flatMap((file) =>
      [...read(file).matchAll(/\$\{DOCS_URL\}(\/[\w./#-]*[\w/#-])/g)].map(([, path = ""]) =>
        findFault(file, DOCS + path),
      ),
    );
    expect(linked.filter(Boolean)).toEqual([]);
  });

  it("no error message mentions a file that exists only in the repository", () => {
    const named = files.flatMap((file) =>
      [...read(file).matchAll(/["'`][^"'`\n]*(?<![\w./])(?:docs|test|src|stories)\/\w[^\n]*/g)].map(
        ([line]) => `${file}: ${line}`,
      ),
    );
    expect(named).toEqual([]);
  });
});
