import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { runCli } from "../../src/cli/run-cli.ts";

const TIMEOUT_MS = 120_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-transfer-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", undefined);
  vi.stubEnv("AUTHORITY_SECRET", "the secret of both databases, long enough");
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  try {
    return { code: await runCli(args), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
const data = (name: string) => ["--data", join(folder, name)];

test("`export` writes secrets only with `--include-secrets`; `import` copies an export into another database", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { key, id } = JSON.parse((await run("keys", "create", "--name", "backend", "--json", ...data("one"))).stdout);
  await run("origins", "add", "https://app.example.com", ...data("one"));
  const plain = await run("export", ...data("one"));
  expect(plain).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(plain.stdout)).toMatchObject({ version: 1, secrets: false });
  expect(plain.stdout).not.toContain("hash");

  const file = join(folder, "settings.json");
  const loud = await run("export", "--include-secrets", "--output", file, ...data("one"));
  expect(loud).toMatchObject({
    code: 0,
    stdout: `Wrote ${file}.\n`,
    stderr: expect.stringMatching(/^WARNING: .*sign tokens/),
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toMatch(/"hash": "/);
  expect(await readFile(file, "utf8")).not.toContain(key);
  const again = await run("export", "--output", file, ...data("one"));
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("exists already") });

  const first = await run("import", file, ...data("two"));
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/\ndefault +changed +none +1 added +none\n$/) });
  expect((await run("keys", "list", ...data("two"))).stdout).toContain(id);
  expect(JSON.parse((await run("import", file, "--json", ...data("two"))).stdout)).toMatchObject({ changed: false });
  expect((await run("audit", "--json", ...data("two"))).stdout).toContain('"action":"settings.import"');
});

test("`export` rejects a project that does not exist", { timeout: TIMEOUT_MS }, async () => {
  await run("keys", "create", "--name", "backend", ...data("four"));
  for (const project of ["nope", ""]) {
    const result = await run("export", "--project", project, ...data("four"));
    expect(result).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("No project has that id.") });
  }
  const known = await run("export", "--project", "default", ...data("four"));
  expect(JSON.parse(known.stdout).projects).toMatchObject([{ id: "default", apiKeys: [{ name: "backend" }] }]);
});

test.each([[["export"]], [["threads", "export"]]])(
  "the command %j rejects a folder without a database",
  async (args) => {
    const result = await run(...args, ...data("none"));
    expect(result).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("contains no database.") });
    expect(await readdir(folder)).not.toContain("none");
  },
);

test("`serve` and `import` exit with 1 if the settings file is invalid or missing, and print the cause", {
  timeout: TIMEOUT_MS,
}, async () => {
  const file = join(folder, "bad.json");
  await writeFile(file, JSON.stringify({ rules: [{ name: "One", isuer: "https://idp.example.com" }] }));
  const port = String(await freePort());
  const served = await run("serve", "--settings", file, "--port", port, ...data("three"));
  expect(served).toMatchObject({ code: 1, stdout: "" });
  expect(served.stderr).toContain("`rules[0].isuer` is an unknown field");
  const missing = await run("serve", "--settings", join(folder, "none.json"), "--port", port, ...data("three"));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("none.json cannot be read") });
  const imported = await run("import", file, ...data("three"));
  expect(imported).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("`format`") });
});
