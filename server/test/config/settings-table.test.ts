import { readdirSync, readFileSync } from "node:fs";
import type { AuthorityOptions, AuthorityStorage } from "assistant-cloud-server";
import type { Command } from "commander";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createProgram } from "../../src/cli/create-program.ts";
import { flagOf } from "../../src/cli/rules/add-rule.ts";
import { readSettings } from "../../src/config/authority-settings.ts";
import { inputNameOf, ruleFieldNames } from "../../src/rules/field-schema.ts";
import { fieldsOf, type Preset } from "../../src/rules/presets/preset.ts";
import { presets } from "../../src/rules/presets/presets.ts";
import { ruleFields } from "../../src/rules/rule-fields.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const page = read("docs/authority/settings.md");
/** The texts in backticks on the settings page of the docs. */
const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));
const namedFlags = new Set([...page.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag));

const commands = (command: Command): Command[] => [command, ...command.commands.flatMap(commands)];
const options = commands(await createProgram()).flatMap((command) => command.options);
const flags = new Set(options.map(({ long, flags: all }) => long ?? all));

/** Returns the members of an interface in a source file. */
function membersOf(path: string, name: string): string[] {
  const [, body = ""] = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(read(path)) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, member = ""]) => member);
}

describe("docs/authority/settings.md", () => {
  test("docs/authority/settings.md lists each general command-line option and no unknown option", () => {
    // Each provider's page lists its own options.
    const own = new Set(
      Object.values<Preset>(presets).flatMap((preset) => fieldsOf(preset).map(([name]) => flagOf(name))),
    );
    expect([...flags].filter((flag) => !namedFlags.has(flag) && !own.has(flag))).toEqual([]);
    expect([...namedFlags].filter((flag) => !flags.has(flag))).toEqual([]);
  });

  test("docs/authority/settings.md contains each option of `serve` exactly as `serve --help` prints it", async () => {
    const serve = (await createProgram()).commands.find((command) => command.name() === "serve");
    const shown = serve?.options.map((option) => option.flags) ?? [];
    expect(shown.length).toBeGreaterThan(25);
    expect(shown.filter((flag) => !named.has(flag))).toEqual([]);
  });

  test.each([
    ["server/src/config/authority-options.ts", "AuthorityOptions", ""],
    ["server/src/config/authority-options.ts", "RateLimitOptions", "rateLimits."],
    ["server/src/config/authority-options.ts", "SigningKeyRotationOptions", "signingKeyRotation."],
    ["server/src/config/openid-sign-in-options.ts", "OpenIdSignInOptions", "adminOpenId."],
    ["server/src/config/openid-sign-in-options.ts", "OpenIdAdmission", "adminOpenId.allow."],
    ["server/src/config/attachment-settings.ts", "AttachmentOptions", "attachments."],
    ["server/src/config/bucket-settings.ts", "BucketOptions", "attachments.bucket."],
    ["server/src/config/title-settings.ts", "TitleModelOptions", "titles."],
    ["server/src/config/provider-network-settings.ts", "ProxyOptions", "proxy."],
    ["server/src/app/serve.ts", "ServeOptions", ""],
    ["server/src/storage/open-storage.ts", "OpenStorageOptions", ""],
  ])("docs/authority/settings.md lists the properties that the file %s declares in %s", (path, name, prefix) => {
    const members = membersOf(path, name);
    expect(members).not.toEqual([]);
    // Members that are not documented by their own name: the page documents their parts, or is about them.
    const whole = new Set(["signingKeyRotation", "rateLimits", "adminOpenId", "allow", "authority", "enabled"]);
    expect(members.filter((member) => !whole.has(member) && !named.has(prefix + member))).toEqual([]);
  });

  test.each(ruleFieldNames)("docs/authority/settings.md has one table row for the auth rule field %s", (name) => {
    const [, section = ""] = page.split("\n## Auth rules\n");
    const { option } = ruleFields[name];
    const row = `| ${option === null ? "" : `\`${option.flags}\` `}| \`${inputNameOf(name)}`;
    expect(section.split("\n").filter((line) => line.startsWith(row))).toHaveLength(1);
  });

  test("docs/authority/settings.md lists every environment variable that the server reads", () => {
    const files = (readdirSync(new URL("server/src", root), { recursive: true }) as string[]).filter((name) =>
      name.endsWith(".ts"),
    );
    const variables = files.flatMap((name) =>
      [
        ...read(`server/src/${name}`).matchAll(
          /process\.env\["(\w+)"\]|"((?:AUTHORITY|DATABASE|TITLE_MODEL|ATTACHMENTS|AWS)_[A-Z_]+)"/g,
        ),
      ].map((found) => found[1] ?? found[2]),
    );
    expect(variables.length).toBeGreaterThan(4);
    expect(variables.filter((name) => name === undefined || !named.has(name))).toEqual([]);
  });
});

describe("the options that a program passes to createAuthority()", () => {
  afterEach(() => vi.unstubAllEnvs());
  const storage = { localSecret: "x".repeat(32), transaction: vi.fn() } as unknown as AuthorityStorage;
  const settings = (more: object) =>
    readSettings({ storage, issuer: "https://auth.example.com", ...more } as AuthorityOptions);
  const DAY = 86_400;

  test.each([
    ["tokenLifetimeSeconds", 5, 3600],
    ["signingKeyRotation.everySeconds", DAY, 3650 * DAY],
    ["signingKeyRotation.publishAheadSeconds", 3600, 30 * DAY],
    ["signingKeyRotation.retainSeconds", 900, 30 * DAY],
    ["refreshLifetimeSeconds", 3600, 365 * DAY],
    ["refreshMaxLifetimeSeconds", 30 * DAY, 3650 * DAY],
    ["rateLimits.anonymousPerMinute", 1, 1_000_000],
    ["rateLimits.refreshPerMinute", 1, 1_000_000],
    ["rateLimits.failedKeysPerMinute", 1, 1_000_000],
    ["rateLimits.eventsPerMinute", 1, 1_000_000],
    ["runReportDays", 1, 3650],
    ["auditRetentionDays", 1, 36_500],
    ["attachments.maxFileBytes", 1, 1_073_741_824],
    ["trustedProxies", 0, 10],
    ["decisionLogSize", 0, 100_000],
  ])("the option %s accepts only integers from %i to %i", (path, min, max) => {
    const [name = "", part] = path.split(".");
    const given = (value: unknown) => ({ [name]: part === undefined ? value : { [part]: value } });
    for (const value of [min, max]) expect(() => settings(given(value))).not.toThrow();
    for (const value of [min - 1, max + 1, min + 0.5, String(min), Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => settings(given(value)), String(value)).toThrow(
        expect.objectContaining({
          code: "invalid_setting",
          message: expect.stringContaining(`\`${path}\``),
          remedy: expect.stringMatching(/\w/),
        }),
      );
    }
  });

  test.each([
    [{ admin: "yes" }, "admin"],
    [{ anonymous: 1 }, "anonymous"],
    [{ refreshRotation: null }, "refreshRotation"],
    [{ allowInsecureJwks: "true" }, "allowInsecureJwks"],
    [{ trustedProxies: ["10.0.0.0/99"] }, "trustedProxies"],
    [{ trustedProxies: "10.0.0.0/8" }, "trustedProxies"],
    [{ previousSecret: "short" }, "previousSecret"],
    [{ onFault: "log" }, "onFault"],
    [{ onEvent: {} }, "onEvent"],
    [{ allowedOrigins: ["https://a.example", "https://b.example/path"] }, "allowedOrigins.1"],
    [{ tokenLifetime: 300 }, "tokenLifetime"],
    [{ rateLimits: { anonymous: 3 } }, "anonymous"],
  ])("rejects the options %j and names the option %s", (more, name) => {
    expect(() => settings(more)).toThrow(
      expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(name) }),
    );
  });

  test("treats an empty AUTHORITY_SECRET as unset, and rejects a short AUTHORITY_SECRET_PREVIOUS", () => {
    vi.stubEnv("AUTHORITY_SECRET", "");
    vi.stubEnv("AUTHORITY_SECRET_PREVIOUS", "");
    expect(settings({})).toMatchObject({ secret: "x".repeat(32), previousSecret: null });
    vi.stubEnv("AUTHORITY_SECRET_PREVIOUS", "hunter2");
    expect(() => settings({})).toThrow(
      expect.objectContaining({
        code: "invalid_setting",
        message: expect.stringMatching(/^AUTHORITY_SECRET_PREVIOUS (?!.*hunter2)/),
      }),
    );
  });
});
