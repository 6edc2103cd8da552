import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { holdFolder } from "../support/hold-folder.ts";

const TIMEOUT_MS = 120_000;
const TIME = "2026-03-04T05:06:07.000Z";
const header = { type: "header", format: "assistant-cloud-threads", version: 1 };
const thread = (id: string) => ({
  type: "thread",
  workspace_id: "acme",
  id,
  user_id: "ada",
  external_id: null,
  title: "Ünïcode",
  metadata: null,
  is_archived: false,
  created_at: TIME,
  updated_at: TIME,
  last_message_at: TIME,
});
const message = (threadId: string, id: string) => ({
  type: "message",
  workspace_id: "acme",
  thread_id: threadId,
  id,
  parent_id: null,
  external_id: null,
  height: 0,
  format: "aui/v0",
  user_id: "ada",
  created_at: TIME,
  updated_at: TIME,
  content: { role: "user", content: [{ type: "text", text: "Hello" }] },
});

let folder: string;
let release: () => Promise<void>;
let whole: string;
const file = () => join(folder, "threads.jsonl");

/** Runs a command on the test's database. Returns its exit code and what it printed to standard error. */
async function run(...args: string[]) {
  let stderr = "";
  vi.stubEnv("DATABASE_URL", undefined);
  vi.stubEnv("AUTHORITY_SECRET", "a secret that is long enough for a test");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  try {
    return { code: await runCli([...args, "--data", join(folder, "data")]), stderr };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-resume-"));
  const records = [header, thread("thread_1"), message("thread_1", "msg_1"), thread("thread_2")];
  await writeFile(file(), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  expect(await run("threads", "import", file())).toEqual({ code: 0, stderr: "" });
  await rm(file());
  expect(await run("threads", "export", "--out", file())).toEqual({ code: 0, stderr: "" });
  whole = await readFile(file(), "utf8");
  release = await holdFolder(join(folder, "data"));
}, TIMEOUT_MS);
afterAll(async () => {
  await release();
  await rm(folder, { recursive: true, force: true });
});

describe("`threads export --out`", { timeout: TIMEOUT_MS }, () => {
  test("creates a file that only this user may read", async () => {
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  test("does not overwrite an existing file", async () => {
    const other = join(folder, "other.jsonl");
    await writeFile(other, "notes");
    const { code, stderr } = await run("threads", "export", "--out", other);
    expect(code).toBe(1);
    expect(stderr).toContain("other.jsonl cannot be written, or exists already.");
    expect(await readFile(other, "utf8")).toBe("notes");
  });
});

describe("`threads export --resume`", { timeout: TIMEOUT_MS }, () => {
  test.each<[place: string, length: () => number]>([
    ["at its beginning", () => 0],
    ["inside the header", () => 20],
    ["after the header's text", () => whole.indexOf("\n")],
    ["after the header's line", () => whole.indexOf("\n") + 1],
    ["inside a thread", () => whole.indexOf("\n") + 40],
    ["before the last line feed", () => whole.length - 1],
    ["at its end", () => whole.length],
  ])("completes an export that was interrupted %s", async (_place, length) => {
    expect(whole.split("\n")).toHaveLength(5);
    await writeFile(file(), whole.slice(0, length()));
    expect(await run("threads", "export", "--out", file(), "--resume")).toEqual({ code: 0, stderr: "" });
    expect(await readFile(file(), "utf8")).toBe(whole);
  });

  test.each(["notes without a line feed", "one line of notes\nand half of another"])(
    "rejects the content %j, which is not an export, and does not change the file",
    async (notes) => {
      await writeFile(file(), notes);
      const { code, stderr } = await run("threads", "export", "--out", file(), "--resume");
      expect(code).toBe(1);
      expect(stderr).toContain("threads.jsonl is not an export of threads.");
      expect(await readFile(file(), "utf8")).toBe(notes);
    },
  );
});
