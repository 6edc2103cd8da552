// Writes the image of a new embedded database, with which a first start is quick: into dist/, or the folder that is named,
// and into the cache from which the tests of the sources take it.
import { copyFile, mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { makeStartImage } from "../src/storage/make-start-image.ts";
import { startImageFolder } from "../src/storage/start-image.ts";

const folder = pathToFileURL(`${resolve(process.argv[2] ?? "dist")}/`);
const image = await makeStartImage(folder);
const cache = startImageFolder();
await mkdir(cache, { recursive: true });
await copyFile(image, new URL(image.pathname.slice(folder.pathname.length), cache));
