import { spawn } from "node:child_process";
import { hash, randomInt } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import { build } from "esbuild";
import { expect } from "vitest";
import { bundlePackages } from "../support/bundle-packages.ts";
import { call, refresh } from "../support/call.ts";
import { copySeedImage } from "../support/copy-seed-image.ts";
import { findLost } from "./find-lost.ts";
import { readState, type State } from "./state.ts";
import { WORKSPACE } from "./write-chats.ts";
import type { Line, Write } from "./writes.ts";

/** Whether to run all rounds, as `npm run test:crash` does. */
export const isFull = process.env["CRASH_ROUNDS"] === "all";

const SHORT_ROUNDS = 3;
/** The secret that encrypts the writer's signing keys. */
export const SECRET = "a secret of the crash tests, long enough";
const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Kills a writer process once per round, and checks that the database contains every acknowledged write. Prints
 * statistics.
 *
 * @param allRounds the number of rounds if {@link isFull} is true
 */
export async function crash(kind: string, place: string, allRounds: number): Promise<void> {
  const writer = await bundleWriter();
  const rounds = isFull ? allRounds : SHORT_ROUNDS;
  const writes: Write[] = [];
  const openings: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { state, acknowledged, openedAfter } = await writeAndDie(writer, place, randomInt(60, 300));
    expectWhole(state, writes);
    writes.push(...acknowledged);
    openings.push(openedAfter);
  }
  const storage = await openStorage(place);
  try {
    const state = await readState(storage);
    expectWhole(state, writes);
    await expectUse(storage, writes);
    openings.sort((a, b) => a - b);
    console.log(
      `${kind}: killed ${rounds} times, ${writes.length} writes acknowledged (${countKinds(writes)}), 0 lost; ` +
        `${countRows(state) - writes.filter(isRow).length} rows more were under way; ` +
        `reopened in ${openings[openings.length >> 1]} ms (median)`,
    );
  } finally {
    await storage.close();
  }
}

/** Runs the writer until it has acknowledged the given number of writes, then kills it. */
async function writeAndDie(writer: string, place: string, count: number) {
  const start = performance.now();
  const child = spawn(process.execPath, [writer, place, SECRET], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let rest = "";
  let openedAfter = 0;
  let state: State | null = null;
  const acknowledged: Write[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const [...whole] = (rest + chunk).split("\n");
    rest = whole.pop() ?? "";
    for (const text of whole) {
      const line = JSON.parse(text) as Line;
      if (line.kind === "open") openedAfter = Math.round(performance.now() - start);
      else if (line.kind === "state") state = line.state;
      else if (acknowledged.push(line.write) >= count) child.kill("SIGKILL");
    }
  });
  const [code, signal] = await closed;
  if (signal !== "SIGKILL" || state === null) throw new Error(`The writer ended with ${code}: ${errors}`);
  return { state: state as State, acknowledged, openedAfter };
}

function expectWhole(state: State, writes: readonly Write[]): void {
  expect(findLost(state, writes), "writes that were acknowledged and lost").toEqual([]);
  // A write in flight is stored completely or not at all.
  expect([...state.auditedKeys].sort()).toEqual([...state.keys].sort());
  expect(state.broken).toEqual([]);
}

/** Checks that a new authority accepts the last visitor's token, creates a key, and reads the last message and file. */
async function expectUse(storage: AuthorityStorage, writes: readonly Write[]): Promise<void> {
  const issuer = "https://auth.example.com";
  const authority = await createAuthority({ storage, issuer, secret: SECRET, anonymous: true });
  const last = <What extends Write["what"]>(what: What) =>
    writes.findLast((write): write is Extract<Write, { what: What }> => write.what === what);
  expect((await refresh(authority, last("visitor")?.token)).status).toBe(200);
  const { key } = await authority.keys.create({ name: "after" });
  const api = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const reply = await call(authority, `/v1${path}`, { ...init, bearer: key, headers: WORKSPACE });
    return reply.body;
  };
  const { id, threadId } = last("message") ?? {};
  const { messages } = await api(`/threads/${threadId}/messages`);
  expect(messages).toContainEqual(expect.objectContaining({ id }));
  const file = last("file");
  if (file !== undefined) {
    const { signedUrl } = await api("/files/attachments/generate-presigned-download-url", { key: file.key });
    const response = await authority.fetch(new Request(String(signedUrl)));
    expect(hash("sha256", Buffer.from(await response.arrayBuffer()), "hex")).toBe(file.hash);
  }
  await authority.close();
}

/** Whether a write adds a row that {@link countRows} counts. */
const isRow = ({ what }: Write) => ["key", "visitor", "thread", "message", "lease", "file"].includes(what);

const countRows = (state: State) =>
  [state.keys, state.visitorHashes, state.threads, state.messages, state.leases, state.files]
    .map((rows) => rows.length)
    .reduce((sum, count) => sum + count);

function countKinds(writes: readonly Write[]): string {
  const counts = new Map<string, number>();
  for (const { what } of writes) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${what} ${count}`).join(", ");
}

/**
 * Bundles the writer into one module for plain Node.js and returns the module's path. Copies the seed image next to the
 * module, where the module expects it.
 */
export async function bundleWriter(): Promise<string> {
  const folder = `${root}node_modules/.cache/durability/`;
  const outfile = `${folder}writer.mjs`;
  await build({
    entryPoints: [`${root}server/test/durability/writer.ts`],
    outfile,
    ...bundlePackages,
    alias: { "assistant-cloud-server": `${root}server/src/index.ts` },
  });
  await copySeedImage(pathToFileURL(folder));
  return outfile;
}
