import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { DefaultTheme } from "vitepress";

type Item = DefaultTheme.SidebarItem;

const CONTRIBUTING = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/CONTRIBUTING.md";

const docs = new URL("../", import.meta.url);

/** Returns the sidebar item of a page. Default text: the page's first heading. */
function page(path: string, text = titleOf(path)): Item {
  return { text, link: `/${path.replace(/(?:README|index)?\.md$/, "")}` };
}

/** Returns the sidebar items of a folder's pages, sorted by title, without the folder's README. */
function pagesOf(folder: string, except: readonly string[] = []): Item[] {
  return readdirSync(new URL(folder, docs))
    .filter((name) => name.endsWith(".md") && !["README.md", "index.md", ...except].includes(name))
    .map((name) => page(folder + name))
    .sort((a, b) => (a.text ?? "").localeCompare(b.text ?? ""));
}

function titleOf(path: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(new URL(path, docs), "utf8"))?.[1];
  if (heading === undefined) throw new Error(`docs/${path} has no heading. Start the page with "# Title".`);
  return heading.replace(/[`\\]/g, "");
}

const closed = (item: Item): Item => ({ collapsed: true, ...item });

/** Removes the package's name from the text of an entry point's item, because the sidebar is narrow. */
const shorten = (item: Item): Item => ({ ...item, text: item.text?.replace(/^assistant-cloud-auth/, "") ?? "" });

/** Returns the items of the pages that TypeDoc has generated; empty before the first `npm run docs`. */
function reference(): Item[] {
  if (!existsSync(new URL("reference/index.md", docs))) return [];
  return [
    ...pagesOf("reference/"),
    closed({ text: "Entry points", items: pagesOf("reference/assistant-cloud-auth/").map(shorten) }),
  ];
}

/** Returns every page of the site, in reading order. */
export function createSidebar(): Item[] {
  return [
    {
      items: [
        page("get-started.md"),
        page("concepts.md"),
        page("migrating.md"),
        page("troubleshooting.md"),
        page("errors.md"),
        page("glossary.md"),
      ],
    },
    {
      text: "Guides",
      items: [
        closed({ ...page("providers/README.md", "Auth providers"), items: pagesOf("providers/") }),
        closed({ ...page("frameworks/README.md", "Token route by framework"), items: pagesOf("frameworks/") }),
        page("backend.md", "Backend helper"),
        page("assistant-cloud.md", "AssistantCloud client"),
        page("server-rendering.md"),
        page("tabs.md"),
        page("platforms.md", "Platforms and React Native"),
        page("testing.md", "Testing"),
        page("storybook.md"),
        ...(existsSync(new URL("devtools.md", docs)) ? [page("devtools.md")] : []),
        page("security.md"),
      ],
    },
    { text: "API reference", items: [page("api.md", "Overview"), ...reference()] },
    {
      text: "Server",
      items: [
        page("authority.md", "Overview"),
        page("authority/running.md"),
        page("authority/settings.md"),
        page("dashboard.md"),
        closed({
          text: "Self-hosting",
          items: ["deployment", "reverse-proxies", "capacity", "operations", "upgrading"].map((name) =>
            page(`authority/${name}.md`),
          ),
        }),
        closed({
          text: "Features",
          items: [
            "signing-keys",
            "sign-out",
            "visitors-limits-projects",
            "threads",
            "attachments",
            "resource-servers",
            "threats",
          ].map((name) => page(`authority/${name}.md`)),
        }),
        page("authority/standards.md", "Standards and conformance"),
      ],
    },
    {
      text: "For maintainers",
      items: [page("engine.md"), page("performance.md"), { text: "Contributing", link: CONTRIBUTING }],
    },
  ];
}
