import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createAuthority, openStorage } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { checkIssuer, checkKeepAlive } from "../../src/doctor/check-address.ts";
import { startTeamProvider } from "../admin/openid/support/start-team-provider.ts";
import { startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const TIMEOUT_MS = 120_000;
let folder: string;
let provider: TestIssuer;
let clock: { port: number; close(): Promise<void> };
const clockServer = createServer((_, response) => response.setHeader("Date", date().toUTCString()).end());
let date = () => new Date();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-doctor-"));
  provider = await startIssuer({ algorithm: "ES256" });
  clockServer.keepAliveTimeout = 65_000;
  clock = await listenOnFreePort(clockServer);
  const storage = await openStorage(join(folder, "data"));
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com", allowInsecureJwks: true });
  const { issuer, jwksUrl } = provider;
  await authority.rules.add({ name: "Good", issuer, jwksUrl, anyAudience: true });
  await authority.allowedOrigins.add("https://*.example.com");
  await authority.close();
  await storage.close();
}, TIMEOUT_MS);
afterAll(async () => {
  await provider.close();
  await clock.close();
  await rm(folder, { recursive: true, force: true });
});

async function doctor(args: string[] = [], place = join(folder, "data"), environment: Record<string, string> = {}) {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", environment["DATABASE_URL"]);
  vi.stubEnv("AUTHORITY_SECRET", environment["AUTHORITY_SECRET"]);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  try {
    const code = await runCli(["doctor", "--data", place, "--allow-insecure-jwks", ...args]);
    return { code, ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
async function findings(...args: Parameters<typeof doctor>) {
  const { code, stdout, stderr } = await doctor([...(args[0] ?? []), "--json"], args[1], args[2]);
  expect(stderr).toBe("");
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Record<string, string | null>[] };
  expect(code).toBe(ok ? 0 : 1);
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  expect(failed.every(({ remedy }) => remedy !== null)).toBe(true);
  return { ok, checks, failed };
}
const clockUrl = () => `http://127.0.0.1:${clock.port}/`;

test("`doctor` exits with 0 for valid settings and reports each check as ok", { timeout: TIMEOUT_MS }, async () => {
  const { code, stdout } = await doctor(["--url", clockUrl(), "--origin", "https://app.example.com"]);
  expect(code).toBe(0);
  expect(stdout.split("\n").map((line) => line.replace(/\s+/g, " "))).toEqual([
    "ok database The database (folder) answers.",
    "ok schema The schema is up to date.",
    "- clock An embedded database uses this machine's clock.",
    expect.stringMatching(/^ok clock that of 127\.0\.0\.1:\d+: This machine's clock and that of .* agree/),
    expect.stringMatching(/^ok keep_alive 127\.0\.0\.1:\d+: Idle connections stay open for 65 seconds/),
    "ok signing_key The secret decrypts the private keys.",
    expect.stringMatching(/^ok jwks Good \(rule_0\w+\): The JWKS contains 1 usable key/),
    expect.stringMatching(
      /^WARN audience Good \(rule_0\w+\): The rule accepts tokens that the issuer created for any app/,
    ),
    " Set the audience of your app in the rule.",
    "ok origin https://app.example.com: Pages of https://app.example.com may call.",
    "",
  ]);
});

test("`doctor` exits with 1 and reports each problem with its remedy", { timeout: TIMEOUT_MS }, async () => {
  provider.answer = (_, response) => void response.writeHead(404).end();
  date = () => new Date(Date.now() - 60_000);
  const args = ["--url", clockUrl(), "--origin", "https://example.com.evil.com", "--origin", "app.example.com"];
  const { failed } = await findings(args, undefined, { AUTHORITY_SECRET: "another secret of 32 characters!!" });
  provider.answer = null;
  date = () => new Date();
  expect(failed.map(({ check, message }) => `${check}: ${message}`)).toEqual([
    expect.stringMatching(/^clock: This machine's clock is (59|60|61) seconds ahead of that of 127/),
    "signing_key: This secret does not decrypt the private signing key.",
    "jwks: The JWKS endpoint answered 404.",
    expect.stringContaining("origin: Pages of https://example.com.evil.com may not call"),
    "origin: This is not the origin of a page.",
  ]);
});

test("S69 `doctor` warns about rules that can produce the same workspace, and still exits with 0", {
  timeout: TIMEOUT_MS,
}, async () => {
  const storage = await openStorage(join(folder, "data"));
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com", allowInsecureJwks: true });
  const other = { name: "Other", issuer: "https://other.example", jwksUrl: provider.jwksUrl, audience: "a" };
  const { id } = await authority.rules.add(other);
  await storage.close();
  const { ok, checks } = await findings();
  expect(ok).toBe(true);
  expect(checks).toContainEqual(
    expect.objectContaining({
      check: "workspace",
      outcome: "warning",
      remedy: expect.stringContaining("`other:$" + "{sub}`"),
    }),
  );
  const again = await openStorage(join(folder, "data"));
  const { rules } = await createAuthority({
    storage: again,
    issuer: "https://auth.example.com",
    allowInsecureJwks: true,
  });
  await rules.remove(id);
  await again.close();
});

test("`doctor` reports a rule whose allowed algorithms match none of the provider's keys", {
  timeout: TIMEOUT_MS,
}, async () => {
  provider.answer = (_, response) =>
    void response.end(JSON.stringify({ keys: [{ ...provider.publicJwk, alg: "PS256" }] }));
  const { failed } = await findings();
  provider.answer = null;
  expect(failed).toEqual([expect.objectContaining({ check: "jwks", subject: expect.stringMatching(/^Good/) })]);
});

test("`doctor` reports a server that does not respond or whose clock is ahead of the local clock", {
  timeout: TIMEOUT_MS,
}, async () => {
  date = () => new Date(Date.now() + 120_000);
  const behind = await findings(["--url", clockUrl()]);
  date = () => new Date();
  expect(behind.failed).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/1(19|20|21) seconds behind/) }),
  ]);
  const silent = await findings(["--url", `http://127.0.0.1:${await freePort()}/`]);
  expect(silent.failed).toEqual([expect.objectContaining({ message: expect.stringContaining("does not answer") })]);
});

test("`doctor` reports an outdated schema and does not migrate it", { timeout: TIMEOUT_MS }, async () => {
  const place = join(folder, "old");
  const storage = await openStorage(place);
  const newest = sql`select max(name) from authority_migrations`;
  await storage.run((database) => database.execute(sql`delete from authority_migrations where name = (${newest})`));
  await storage.close();
  for (let round = 0; round < 2; round++) {
    expect((await findings([], place)).failed).toEqual([
      expect.objectContaining({ check: "schema", message: "1 migration is pending." }),
    ]);
  }
});

test("`doctor` reports a missing, unreachable or damaged database, and does not create a missing folder", {
  timeout: TIMEOUT_MS,
}, async () => {
  expect((await findings([], join(folder, "none"))).failed).toEqual([
    expect.objectContaining({ check: "database", message: expect.stringContaining("contains no database") }),
  ]);
  expect((await findings([], pathToFileURL(join(folder, "none")).href)).failed).toEqual([
    expect.objectContaining({ check: "database", message: `${join(folder, "none")} contains no database.` }),
  ]);
  expect(await readdir(folder)).not.toContain("none");
  const DATABASE_URL = `postgres://user:hunter2@127.0.0.1:${await freePort()}/db`;
  const away = await findings([], undefined, { DATABASE_URL });
  expect(away.checks).toEqual([expect.objectContaining({ check: "database", outcome: "failed" })]);
  expect(JSON.stringify(away)).not.toContain("hunter2");
  const broken = join(folder, "broken");
  await mkdir(broken);
  await writeFile(join(broken, "postgres"), "not a folder");
  expect((await findings([], broken)).failed).toEqual([expect.objectContaining({ check: "database" })]);
});

test.each<[string, RegExp, (place: string) => Promise<unknown>]>([
  ["without secret.key", /secret\.key in .* is missing or empty/, (place) => rm(join(place, "secret.key"))],
  ["with an empty secret.key", /secret\.key in .* is missing/, (place) => writeFile(join(place, "secret.key"), "\n")],
  ["with an empty database folder", /contains no database/, (place) => rm(join(place, "postgres", "PG_VERSION"))],
  ["after an interrupted start", /was interrupted/, (place) => writeFile(join(place, "postgres.unfinished"), "")],
])("`doctor` reports a folder %s and changes nothing", { timeout: TIMEOUT_MS }, async (name, message, spoil) => {
  const place = join(folder, name);
  await mkdir(join(place, "postgres"), { recursive: true });
  await writeFile(join(place, "postgres", "PG_VERSION"), "18\n");
  await writeFile(join(place, "secret.key"), "a secret that is long enough for a test\n");
  await spoil(place);
  const before = readContent(place);
  expect((await findings([], place)).failed).toEqual([
    expect.objectContaining({ check: "database", message: expect.stringMatching(message) }),
  ]);
  expect(readContent(place)).toEqual(before);
});

/** Returns the paths in a folder, and the content of its `secret.key`. */
function readContent(place: string) {
  const names = readdirSync(place, { recursive: true }).map(String).sort();
  return { names, secret: names.includes("secret.key") ? readFileSync(join(place, "secret.key"), "utf8") : null };
}

test("`doctor` reports whether the OpenID provider for the dashboard is usable", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { issuer, close } = await startTeamProvider("http://localhost/admin/oidc/callback");
  const findingOf = async (url: string) =>
    (await findings(["--openid-issuer", url])).checks.find(({ check }) => check === "openid");
  expect(await findingOf(issuer)).toMatchObject({ outcome: "ok", subject: new URL(issuer).host });
  expect(await findingOf(`${issuer}/elsewhere`)).toMatchObject({
    outcome: "failed",
    message: "Sign-in with the provider fails: it answered 404.",
  });
  await close();
  expect(await findingOf(issuer)).toMatchObject({
    outcome: "failed",
    message: "Sign-in with the provider fails: it does not answer.",
  });
  expect(await findingOf("http://login.example.com")).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining("must start with https://"),
  });
});

test("S96 S93 S76 `doctor` reports an unusable issuer, a short keep-alive timeout, and the proxy in use", {
  timeout: TIMEOUT_MS,
}, async () => {
  vi.stubEnv("https_proxy", "http://ann:hunter2@proxy.corp.internal:3128");
  clockServer.keepAliveTimeout = 5_000;
  const { checks, failed } = await findings(["--issuer", "http://0.0.0.0:8787", "--url", clockUrl()]);
  clockServer.keepAliveTimeout = 65_000;
  expect(failed).toEqual([expect.objectContaining({ check: "issuer", remedy: expect.stringContaining("--issuer") })]);
  expect(checks).toContainEqual(expect.objectContaining({ check: "keep_alive", outcome: "warning" }));
  expect(checks).toContainEqual(
    expect.objectContaining({ check: "proxy", outcome: "ok", subject: "proxy.corp.internal:3128" }),
  );
  expect(JSON.stringify(checks)).not.toContain("hunter2");
});

test.each([
  ["https://auth.example.com", "ok"],
  ["http://localhost:8787", "ok"],
  ["http://auth.example.com", "warning"],
  ["http://[::]:8787", "failed"],
  ["nowhere", "failed"],
])("S96 for the issuer %s, the issuer check of `doctor` reports the outcome %s", (issuer, outcome) => {
  expect(checkIssuer(issuer)).toMatchObject([{ check: "issuer", outcome }]);
});

test.each(["https://x.example/", "https://x.example?x", "ftp://x.example", "https://u:hunter2@x.example"])(
  "the issuer check of `doctor` rejects %s, as `serve` does, and prints no password",
  (issuer) => {
    const results = checkIssuer(issuer);
    expect(results).toMatchObject([{ outcome: "failed", message: expect.stringMatching(/^The issuer must /) }]);
    expect(JSON.stringify(results)).not.toContain("hunter2");
  },
);

test.each([
  ["timeout=65", ["ok"]],
  ["timeout=5, max=100", ["warning"]],
  ["timeout=60", ["warning"]],
  [null, []],
])("S93 for the header Keep-Alive: %s, the keep-alive check of `doctor` reports outcomes %j", (header, outcomes) => {
  expect(checkKeepAlive(header, "h").map(({ outcome }) => outcome)).toEqual(outcomes);
});

test("docs/authority/operations.md lists every check of `doctor`", () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
  const [, union = ""] = /export type CheckName =([^;]*);/.exec(read("server/src/doctor/check-result.ts")) ?? [];
  const names = [...union.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(10);
  const page = read("docs/authority/operations.md");
  expect(names.filter((name) => !page.includes(`\n| \`${name}\``))).toEqual([]);
});
