import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { holdFolder } from "../support/hold-folder.ts";
import { runCommand } from "../support/run-command.ts";

const TIMEOUT_MS = 120_000;
let folder: string;
let release: () => Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "option-errors-"));
  release = await holdFolder(join(folder, "data"));
}, TIMEOUT_MS);
afterAll(async () => {
  await release();
  await rm(folder, { recursive: true, force: true });
});

const SERVE = ["serve", "--port", "8799"];

test.each<[args: string[], environment: Record<string, string>, message: string]>([
  [["keys", "list", "--project", "a b"], {}, "`--project` must be 1 to 64 letters, digits, - and _."],
  [[...SERVE, "--issuer", "https://x.example/"], {}, "`--issuer` must be exactly https://x.example."],
  [[...SERVE, "--allowed-origin", "ftp://x"], {}, "`--allowed-origin` must be https://host"],
  [[...SERVE, "--private-provider", "a b"], {}, "`--private-provider` must be hosts such as"],
  [[...SERVE, "--hostname", "bad host"], {}, "`--hostname` must be a name or address"],
  [SERVE, { TITLE_MODEL: "small" }, "`TITLE_MODEL_BASE_URL` must be an http or https URL"],
])("the error of the command %j names the option that is invalid", { timeout: TIMEOUT_MS }, async (...given) => {
  const [args, environment, message] = given;
  // `serve` cannot open the folder that this test holds.
  const data = join(folder, args[0] === "serve" ? "served" : "data");
  const { code, stderr } = await runCommand([...args, "--data", data], environment);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("createAuthority()");
});

test("`doctor` names the option `--project` if the project's id is invalid", { timeout: TIMEOUT_MS }, async () => {
  const { stdout } = await runCommand(["doctor", "--project", "a b", "--data", join(folder, "data")]);
  expect(stdout).toContain("`--project` must be 1 to 64 letters");
});

test("the error about a short secret.key names the file", { timeout: TIMEOUT_MS }, async () => {
  const data = join(folder, "short");
  await mkdir(data);
  await writeFile(join(data, "secret.key"), "short\n");
  const { code, stderr } = await runCommand(["keys", "list", "--data", data]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "error: The secret in the file secret.key is too short. Restore the file from a backup.\n",
  });
});

test.each([
  [["keys", "list", "--unknown"], "unknown option '--unknown'."],
  [["keys", "create"], "required option '--name <name>' not specified."],
  [["rules", "add", "clerc"], "no preset has that name; use one of"],
])("with --json, the usage error of the command %j is JSON", async (args, message) => {
  const { code, stdout, stderr } = await runCommand([...args, "--json"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(JSON.parse(stderr)).toEqual({
    error: { code: "invalid_setting", message: expect.stringContaining(message), remedy: "Add --help for usage." },
  });
});
