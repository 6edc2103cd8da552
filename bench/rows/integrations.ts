import { readdir } from "node:fs/promises";
import { gzipSize } from "../bundle-size.ts";
import type { Measure } from "../row.ts";

const GOAL_BYTES = 600;
const whole = 'export * from "./src/index.ts";';

/** Measures how many bytes each integration adds to an app that already imports `.`. */
export const measure: Measure = async () => {
  const files = await readdir(new URL("../../src/integrations/", import.meta.url));
  const alone = await gzipSize(whole);
  const rows = [];
  for (const file of files.filter((name) => name.endsWith(".ts")).sort()) {
    const both = await gzipSize(`${whole} export * from "./src/integrations/${file}";`);
    rows.push({
      what: `./${file.slice(0, -3)} adds, minified, gzip`,
      figure: `${((both - alone) / 1000).toFixed(2)} kB`,
      against: `. ${(alone / 1000).toFixed(2)} kB`,
      ratio: both / alone,
      goal: "<= 0.6 kB",
      met: both - alone <= GOAL_BYTES,
    });
  }
  return rows;
};
