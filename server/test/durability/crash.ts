import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFile, rename } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import { build } from "esbuild";
import { expect } from "vitest";
import { sha256 } from "../../src/base/sha256.ts";
import { makeStartImage } from "../../src/storage/make-start-image.ts";
import { readStartImage, startImageFolder, startImageName } from "../../src/storage/start-image.ts";
import { refresh } from "../support/call.ts";
import { readState, type State } from "./state.ts";

/** `npm run test:crash` asks for all rounds. */
export const isFull = process.env["CRASH_ROUNDS"] === "all";

const SHORT_ROUNDS = 3;
/** What the writer seals its signing keys with. */
export const SECRET = "a secret of the crash tests, long enough";
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What was acknowledged over all rounds. */
interface Acknowledged {
  keys: string[];
  visitors: string[];
}

/** Kills a writing process again and again, looks after each time for what it had acknowledged, and prints the figures. */
export async function crash(kind: string, place: string, allRounds: number): Promise<void> {
  const writer = await bundleWriter();
  const rounds = isFull ? allRounds : SHORT_ROUNDS;
  const acknowledged: Acknowledged = { keys: [], visitors: [] };
  const openings: number[] = [];
  for (let round = 0; round < rounds; round++) {
    openings.push(await writeAndDie(writer, place, acknowledged, 10 + Math.floor(Math.random() * 40)));
  }
  const storage = await openStorage(place);
  try {
    const state = await readState(storage);
    expectAll(state, acknowledged);
    await expectUse(storage, acknowledged);
    openings.sort((a, b) => a - b);
    const written = acknowledged.keys.length + acknowledged.visitors.length;
    const found = state.keys.length + state.visitorHashes.length;
    console.log(
      `${kind}: killed ${rounds} times, ${written} writes acknowledged, 0 lost, ${found - written} more were under way; ` +
        `reopened in ${openings[openings.length >> 1]} ms (median)`,
    );
  } finally {
    await storage.close();
  }
}

/** Runs the writer until it has acknowledged so many writes; gives the milliseconds that it took to open the database. */
async function writeAndDie(writer: string, place: string, acknowledged: Acknowledged, writes: number): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [writer, place, SECRET], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let rest = "";
  let lines = 0;
  let opened: number | null = null;
  let state: State | null = null;
  const before = { keys: [...acknowledged.keys], visitors: [...acknowledged.visitors] };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const [...whole] = (rest + chunk).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) {
      const said = JSON.parse(line) as { key?: string; visitor?: string } & Partial<State>;
      if (said.key !== undefined) acknowledged.keys.push(said.key);
      else if (said.visitor !== undefined) acknowledged.visitors.push(said.visitor);
      else state = said as State;
      opened ??= performance.now() - start;
      if (++lines > writes) child.kill("SIGKILL");
    }
  });
  const [code, signal] = await closed;
  if (signal !== "SIGKILL" || state === null || opened === null)
    throw new Error(`The writer ended with ${code}: ${errors}`);
  expectAll(state, before);
  return Math.round(opened);
}

function expectAll(state: State, { keys, visitors }: Acknowledged): void {
  const missing = (wanted: string[], found: string[]) => {
    const there = new Set(found);
    return wanted.filter((each) => !there.has(each));
  };
  expect(missing(keys, state.keys), "API keys that were acknowledged and lost").toEqual([]);
  expect(missing(visitors.map(sha256), state.visitorHashes), "visitors that were acknowledged and lost").toEqual([]);
  // What was under way is there whole or not at all.
  expect([...state.noted].sort()).toEqual([...state.keys].sort());
}

/** A database that has been through this still works: the last visitor comes back, and a key is made. */
async function expectUse(storage: AuthorityStorage, { visitors }: Acknowledged): Promise<void> {
  const authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    secret: SECRET,
    anonymous: true,
  });
  expect((await refresh(authority, visitors.at(-1))).status).toBe(200);
  await authority.keys.create({ name: "after" });
  await authority.close();
}

/** Gives the path of the writer as one module, which plain Node runs; as in the built package, the start image lies beside it. */
export async function bundleWriter(): Promise<string> {
  const folder = `${root}node_modules/.cache/durability/`;
  const outfile = `${folder}writer.mjs`;
  await build({
    entryPoints: [`${root}server/test/durability/writer.ts`],
    outfile,
    bundle: true,
    packages: "external",
    alias: { "assistant-cloud-server": `${root}server/src/index.ts` },
    platform: "node",
    format: "esm",
    target: "node20",
  });
  if ((await readStartImage()) === undefined) await makeStartImage(startImageFolder());
  const image = (await startImageName()) ?? "";
  // Tests that run at once find it whole.
  const partial = `${folder}${randomUUID()}`;
  await copyFile(new URL(image, startImageFolder()), partial);
  await rename(partial, `${folder}${image}`);
  return outfile;
}
