// Runs every file of rows/, or only those in the arguments, and prints one table.
import { readdir } from "node:fs/promises";
import { cpus } from "node:os";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { bundleForNode } from "./bundle-for-node.ts";
import type { Measure, Row } from "./row.ts";
import { formatTable } from "./table.ts";

// React selects its development or production build by `NODE_ENV`, so set it before a benchmark imports React.
process.env["NODE_ENV"] = "production";

const folder = new URL("./rows/", import.meta.url);
const wanted = process.argv.slice(2);
const names = (await readdir(folder)).filter((name) => name.endsWith(".ts")).sort();
const unknown = wanted.filter((name) => !names.includes(`${name}.ts`));
if (unknown.length > 0) {
  console.error(`No such rows: ${unknown.join(", ")}. There are: ${names.map((name) => name.slice(0, -3)).join(", ")}`);
  process.exit(1);
}

const rows: Row[] = [];
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name.slice(0, -3))) continue;
  const bundle = await bundleForNode(new URL(name, folder));
  const { measure } = (await import(pathToFileURL(bundle).href)) as { measure: Measure };
  rows.push(...(await measure()));
}
console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}\n`);
console.log(formatTable(rows));
