// Builds the documentation site into docs/.vitepress/dist. With `--dev`, it serves the site instead, and reloads pages
// that change.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, createServer } from "vitepress";
import { generateReference } from "./generate-reference.ts";
import { writeMarkdownPages } from "./write-markdown-pages.ts";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));

await generateReference(`${docs}reference`);
// The sidebar lists the pages of the API reference, so start VitePress only after the reference has been written.
if (process.argv.includes("--dev")) {
  const server = await createServer(docs);
  await server.listen();
  server.printUrls();
} else {
  await build(docs);
  const pages = await writeMarkdownPages(docs, `${docs}.vitepress/dist`);
  console.log(`${pages} pages in docs/.vitepress/dist, each with its markdown, and llms.txt.`);
}
