import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { buildOnce } from "./build-once.ts";
import { run } from "./run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The files from which the packages are built. */
const SOURCES = [
  ...["package.json", "tsconfig.json", "tsup.config.ts", "src", "scripts"],
  ...["package.json", "tsconfig.json", "tsup.config.ts", "src", "scripts", "dashboard"].map((path) => `server/${path}`),
];

/** A package as npm would publish it. */
export interface PackedPackage {
  /** The path of the archive. */
  tarball: string;
  /** The folder whose `dist` was packed. */
  folder: string;
  files: { path: string; size: number }[];
  /** The download size, in bytes. */
  size: number;
  /** The size in `node_modules`, in bytes. */
  unpackedSize: number;
}

export interface PackedPackages {
  auth: PackedPackage;
  server: PackedPackage;
}

/** Packs both packages into a folder. First builds the packages, unless the previous build is current. */
export async function packPackages(destination: string): Promise<PackedPackages> {
  // The type declarations take most of the time of a build.
  const outputs = ["dist", "server/dist"];
  await buildOnce({ name: "packages", sources: SOURCES, outputs, run: buildPackages });
  return { auth: await pack(root, destination), server: await pack(join(root, "server"), destination) };
}

async function buildPackages(): Promise<void> {
  const tsup = join(root, "node_modules/tsup/dist/cli-default.js");
  const production = { NODE_ENV: "production" };
  await Promise.all([
    run(process.execPath, [tsup, "--silent"], root, production),
    run("npm", ["run", "build"], join(root, "server"), production),
  ]);
}

async function pack(folder: string, destination: string): Promise<PackedPackage> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination];
  const [packed] = JSON.parse(await run("npm", args, folder)) as (PackedPackage & { filename: string })[];
  if (packed === undefined) throw new Error(`npm packed nothing in ${folder}.`);
  const { filename, files, size, unpackedSize } = packed;
  return { tarball: join(destination, filename), folder, files, size, unpackedSize };
}
