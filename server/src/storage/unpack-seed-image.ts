import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BLOCK_BYTES = 512;

/**
 * Writes the files of a seed image into a folder that is not there yet. PGlite can load an image too, but its way
 * through the file system of its engine takes several times as long.
 */
export function unpackSeedImage(image: Buffer, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  // Not file by file in turns with other work: the database, which opens next, holds the thread for longer.
  for (const { name, isFolder, content } of readTar(image)) {
    const path = join(folder, name);
    if (isFolder) mkdirSync(path, { mode: 0o700 });
    else writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  }
}

/** The entries of a tar archive as PGlite writes it: names of less than 100 characters, each folder before what is in it. */
function* readTar(archive: Buffer) {
  const text = (start: number, length: number) =>
    archive
      .toString("latin1", start, start + length)
      .split("\0", 1)
      .join();
  for (let header = 0; header < archive.length && archive[header] !== 0; ) {
    const size = Number.parseInt(text(header + 124, 12), 8);
    const start = header + BLOCK_BYTES;
    yield {
      name: text(header, 100),
      isFolder: text(header + 156, 1) === "5",
      content: archive.subarray(start, start + size),
    };
    header = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
}
