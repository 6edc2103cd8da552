import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import type { Measure } from "../row.ts";

const GOAL_BYTES = 150_000;
const configFile = fileURLToPath(new URL("../../server/dashboard/vite.config.ts", import.meta.url));

/**
 * Measures the size of the JavaScript that the dashboard's first page loads. Each other page loads its JavaScript when
 * the user opens it.
 */
export const measure: Measure = async () => {
  const folder = await mkdtemp(join(tmpdir(), "dashboard-"));
  try {
    await build({ configFile, mode: "production", build: { outDir: folder } });
    const page = await readFile(join(folder, "index.html"), "utf8");
    const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path);
    const sizes = await Promise.all(
      scripts.map(async (path) => gzipSync(await readFile(join(folder, path)), { level: 9 })),
    );
    const bytes = sizes.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return [
      {
        what: "the dashboard's first page, JavaScript, gzip",
        figure: `${(bytes / 1000).toFixed(1)} kB`,
        against: "150 kB",
        ratio: bytes / GOAL_BYTES,
        goal: "<= 150 kB",
        met: bytes <= GOAL_BYTES,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
