import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { presets } from "../../src/rules/presets/presets.ts";
import { holdFolder } from "../support/hold-folder.ts";
import { startIssuer } from "../support/start-issuer.ts";

const TIMEOUT_MS = 180_000;
let folder: string;
let release: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-rules-"));
  release = await holdFolder(join(folder, "data"));
}, TIMEOUT_MS);
afterAll(async () => {
  await release();
  await rm(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], input?: string, command = "rules") {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", undefined);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  if (input !== undefined) vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([input]) as never);
  try {
    return { code: await runCli([command, ...args]), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

const stored = (args: readonly string[], input?: string) => run([...args, "--data", join(folder, "data")], input);

test("the command `rules` adds, disables, enables and removes the rule of a preset", {
  timeout: TIMEOUT_MS,
}, async () => {
  const added = await stored([
    ...["add", "cognito", "--user-pool-id", "eu-west-1_AbCdEf123", "--client-id", "one", "--client-id", "two"],
    ...["--organization", "--json"],
  ]);
  expect(added).toMatchObject({ code: 0, stderr: "" });
  const rule = JSON.parse(added.stdout) as { id: string };
  expect(rule).toMatchObject({
    provider: "cognito",
    audiences: ["one", "two"],
    requiredClaims: { token_use: "id" },
    workspace: "$" + "{custom:org?}:$" + "{sub}",
  });
  expect(await stored(["disable", rule.id])).toMatchObject({ code: 0, stdout: `Disabled ${rule.id}.\n` });
  const listed = await stored(["list"]);
  expect(listed.stdout).toMatch(/ one two +\S+ +disabled +https:\/\/cognito-idp\./);
  const enabled = await stored(["enable", rule.id, "--json"]);
  expect(JSON.parse(enabled.stdout)).toMatchObject({ enabled: true, revision: 3 });
  expect(await stored(["remove", rule.id])).toMatchObject({ code: 0 });
  expect(await stored(["enable", rule.id])).toMatchObject({ code: 1, stderr: expect.stringContaining("No auth rule") });
});

test("the help of `rules add clerk` contains the set-up steps of the Clerk preset", async () => {
  const { stdout } = await run(["add", "clerk", "--help"]);
  for (const step of presets.clerk.steps) expect(stdout).toContain(step.replaceAll("`", ""));
});

test("S69 `rules add` warns if two rules can produce the same workspace, and suggests a workspace prefix", {
  timeout: TIMEOUT_MS,
}, async () => {
  const add = (name: string, ...more: string[]) =>
    stored([
      ...["add", "custom", "--name", name, "--issuer", `https://${name}.example`, "--audience", "a"],
      ...["--jwks-url", `https://${name}.example.com/jwks`, ...more],
    ]);
  const ids: string[] = [];
  for (const [name, workspace] of [
    ["one", "$" + "{org_id?}:$" + "{sub}"],
    ["two", "$" + "{sub}"],
  ] as const) {
    const added = await add(name, "--workspace", workspace);
    expect(added).toMatchObject({ code: 0, stderr: "" });
    ids.push(/Added (\S+)\./.exec(added.stdout)?.[1] ?? "");
    expect(added.stdout.includes("Warning: ")).toBe(name === "two");
  }
  const warning = expect.stringMatching(
    /Warning: Rules one .* and two .* can name the same workspace.*`two::\$\{sub\}`/,
  );
  expect(await stored(["list"])).toMatchObject({ stdout: warning });
  expect(await stored(["disable", ids[1] ?? ""])).toMatchObject({ stdout: expect.not.stringContaining("Warning") });
  expect(await stored(["enable", ids[1] ?? ""])).toMatchObject({ stdout: warning });
});

test("`rules test` compares a token with the closest rule, and does not print the token", {
  timeout: TIMEOUT_MS,
}, async () => {
  const issuer = await startIssuer();
  const added = await stored([
    ...["add", "--name", "Local", "--issuer", issuer.issuer, "--jwks-url", issuer.jwksUrl, "--audience", "app-1"],
    ...["--require", "email_verified=true", "--allow-insecure-jwks"],
  ]);
  expect(added).toMatchObject({ code: 0, stderr: "" });

  const good = await issuer.sign({ email_verified: true });
  const accepted = await stored(["test", "-", "--allow-insecure-jwks"], `${good}\n`);
  expect(accepted).toMatchObject({ code: 0, stderr: "" });
  expect(accepted.stdout).toContain('The rule "Local" accepts the token.\nUser user-1, workspace user-1.\n');

  await run(["sign-out", "user-1", "--yes", "--data", join(folder, "data")], undefined, "users");
  const revoked = await stored(["test", "-", "--allow-insecure-jwks"], good);
  expect(revoked).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The token is revoked: its user or workspace"),
  });
  expect(revoked.stdout).toMatch(/FAILED +sign-out +The token is revoked: .*\n +Sign in again at the auth provider/);

  const wrong = await issuer.sign({ aud: "app-2", email_verified: true });
  const refused = await stored(["test", wrong, "--allow-insecure-jwks"]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(/FAILED +audience +`aud` is "app-2"; the rule requires "app-1"\.\n +Request a token/);
  expect(refused.stderr).toMatch(/^error: Refused; the closest rule is "Local"\. `aud` is .*\n$/);
  expect(refused.stdout + refused.stderr).not.toContain(wrong.split(".")[1]);

  const asJson = await stored(["test", "-", "--json"], "ya29.opaque");
  expect(asJson.code).toBe(1);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ verdict: "refused", rules: [] });
  expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: "token_refused" } });
  await issuer.close();
});

test("`rules add` accepts a rule for an issuer on localhost", {
  timeout: TIMEOUT_MS,
}, async () => {
  const added = await stored([
    ...["add", "custom", "--name", "Local", "--issuer", "http://localhost", "--any-audience", "--json"],
    ...["--jwks-url", "https://idp.example.com/jwks"],
  ]);
  expect(added).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(added.stdout)).toMatchObject({ issuers: ["http://localhost"] });
});

test("`rules presets` lists the presets with their inputs", async () => {
  const { code, stdout } = await run(["presets"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nkeycloak +Keycloak +url realm audience\n/);
  expect(JSON.parse((await run(["presets", "--json"])).stdout)).toContainEqual(
    expect.objectContaining({ provider: "firebase", fields: [expect.objectContaining({ name: "projectId" })] }),
  );
});

test("`rules add` rejects an invalid value before it opens a database", async () => {
  const { code, stderr } = await run(["add", "auth0", "--domain", "https://x.auth0.com/login", "--audience", "a"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: The rule for Auth0 was not created: `domain` is a URL.*Enter only the host name.*\n$/,
  );
});

test.each([
  [["add", "nope"], /no preset has that name; use one of clerk, auth0/],
  [["add", "clerk"], /required option '--domain <value>'/],
  [["add"], /required option '--name <name>'/],
  [["test"], /missing required argument 'token'/],
])("the command `rules` rejects the arguments %j as invalid usage", async (args, message) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});
test.each([
  ["add", "--help"],
  ["add", "better-auth", "--help"],
  ["test", "--help"],
])("the command `rules` prints its help for the arguments %s %s", async (...args) => {
  const { code, stdout } = await run(args.filter((arg) => arg !== undefined));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: assistant-cloud-server rules /);
});
