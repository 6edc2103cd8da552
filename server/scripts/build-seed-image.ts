// Writes the seed image, an archive of an empty, migrated database, with which the first start is fast. Writes it to
// the folder in the first argument (default: dist/), and to the cache folder from which tests read it.
import { copyFile, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { seedImageFolder } from "../src/storage/seed-image.ts";
import { writeSeedImage } from "../src/storage/write-seed-image.ts";

const folder = pathToFileURL(`${resolve(process.argv[2] ?? "dist")}/`);
const image = await writeSeedImage(folder);
const cache = seedImageFolder();
await mkdir(cache, { recursive: true });
await copyFile(image, new URL(image.pathname.slice(folder.pathname.length), cache));
