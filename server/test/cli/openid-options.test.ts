import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { addServeOptions, type ServeCommandOptions, toAuthorityOptions } from "../../src/cli/serve-options.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-openid-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/**
 * Returns the option `adminOpenId` that `serve` reads from its arguments. Returns undefined if they name no provider.
 */
async function read(...args: string[]) {
  vi.stubEnv("AUTHORITY_OPENID_CLIENT_SECRET", undefined);
  return readStubbed(...args);
}
async function readStubbed(...args: string[]) {
  const command = addServeOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return (await toAuthorityOptions(command.parse(args, { from: "user" }).opts<ServeCommandOptions>())).adminOpenId;
}
const provider = ["--openid-issuer", "https://login.example.com", "--openid-client-id", "dashboard"];

describe("the options of `serve` for an OpenID provider", () => {
  test("without provider options, `serve` allows only password sign-in", async () => {
    expect(await read()).toBeUndefined();
  });

  test("the options of `serve` specify the OpenID provider and the users who may sign in", async () => {
    const allow = ["--openid-subject", "1", "--openid-subject", "2", "--openid-email", "ada@team.example"];
    const more = ["--openid-claim", "groups=a=b", "--openid-name", "Team login", "--openid-scope", "openid groups"];
    expect(await read(...provider, ...allow, ...more, "--no-password")).toEqual({
      issuer: "https://login.example.com",
      clientId: "dashboard",
      allow: { subjects: ["1", "2"], emails: ["ada@team.example"], claim: { name: "groups", value: "a=b" } },
      name: "Team login",
      scope: "openid groups",
      passwordSignIn: false,
    });
  });

  test("S47 `serve` reads the client secret of the OpenID provider only from a file or the environment", async () => {
    const file = join(folder, "secret");
    await writeFile(file, "of the file\n");
    const args = [...provider, "--openid-subject", "1", "--openid-client-secret-file", file];
    expect(await read(...args)).toMatchObject({ clientSecret: "of the file" });
    vi.stubEnv("AUTHORITY_OPENID_CLIENT_SECRET", "of the environment");
    expect(await readStubbed(...args)).toMatchObject({ clientSecret: "of the environment" });
    await expect(read(...provider, "--openid-client-secret", "x")).rejects.toThrow("unknown option");
    await expect(read(...provider, "--openid-client-secret-file", join(folder, "none"))).rejects.toThrow(
      expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining("cannot be read") }),
    );
  });

  test.each([
    [["--openid-subject", "1"], "requires --openid-issuer"],
    [["--no-password"], "requires --openid-issuer"],
    [["--openid-issuer", "https://login.example.com"], "requires --openid-client-id"],
  ])("`serve` rejects the incomplete options %j", async (args, problem) => {
    await expect(read(...args)).rejects.toThrow(
      expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(problem) }),
    );
  });

  test.each(["groups", "=platform", "groups="])(
    "`serve` rejects the value %j for the required claim",
    async (claim) => {
      await expect(read(...provider, "--openid-claim", claim)).rejects.toThrow("name=value");
    },
  );
});
