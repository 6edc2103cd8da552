import { randomUUID } from "node:crypto";
import { copyFile, rename } from "node:fs/promises";
import { readSeedImage, seedImageFolder, seedImageName } from "../../src/storage/seed-image.ts";
import { writeSeedImage } from "../../src/storage/write-seed-image.ts";

/** Copies the seed image to a folder, from which a bundled server reads it. Creates the image if it is missing. */
export async function copySeedImage(folder: URL): Promise<void> {
  if ((await readSeedImage()) === undefined) await writeSeedImage(seedImageFolder());
  const name = (await seedImageName()) ?? "";
  // A concurrent test must only see the complete file, so write to another name first.
  const partial = new URL(randomUUID(), folder);
  await copyFile(new URL(name, seedImageFolder()), partial);
  await rename(partial, new URL(name, folder));
}
