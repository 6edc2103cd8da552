// Wraps the prose of all pages in docs at 120 characters: `npx tsx scripts/docs/wrap-pages.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { listDocPages } from "./list-doc-pages.ts";
import { wrapPage } from "./wrap-page.ts";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));

for (const page of listDocPages(docs)) {
  const text = readFileSync(docs + page, "utf8");
  const wrapped = wrapPage(text);
  if (wrapped === text) continue;
  writeFileSync(docs + page, wrapped);
  console.log(page);
}
