import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BLOCK_BYTES = 512;

/**
 * Writes the files of a seed image to a folder that does not exist yet. PGlite itself would load the image through
 * a virtual file system, which takes several times as long.
 */
export function unpackSeedImage(image: Buffer, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  // The files are written synchronously, because opening the database afterwards blocks the thread for longer anyway.
  for (const { name, isFolder, content } of readTar(image)) {
    const path = join(folder, name);
    if (isFolder) mkdirSync(path, { mode: 0o700 });
    else writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  }
}

/**
 * Yields the entries of a tar archive that PGlite has written. In such an archive, each name has fewer than 100
 * characters. The entry of a folder precedes the entries of the files in the folder.
 */
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
