import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority, openStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { PASSWORD, tokenOfLink } from "./support/set-up-admin.ts";

const TIMEOUT_MS = 180_000;
const ISSUER = "https://auth.example.com";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-admin-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let stdout = "";
  vi.stubEnv("DATABASE_URL", undefined);
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  try {
    return { code: await runCli([...args, "--data", join(folder, "data")]), stdout };
  } finally {
    spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

test("`admin reset` prints a link for setting a new password", {
  timeout: TIMEOUT_MS,
}, async () => {
  const reset = await run("admin", "reset", "--issuer", ISSUER);
  expect(reset.code).toBe(0);
  const link = reset.stdout.split("\n")[0] ?? "";
  expect(link).toMatch(/^https:\/\/auth\.example\.com\/dashboard\/#setup=[\w-]{43}$/);
  expect((await run("keys", "create", "--name", "backend")).code).toBe(0);

  const storage = await openStorage(join(folder, "data"));
  const authority = await createAuthority({ storage, issuer: ISSUER });
  const response = await authority.fetch(
    new Request(`${ISSUER}/admin/api/setup`, {
      method: "POST",
      headers: { Origin: ISSUER, "Content-Type": "application/json" },
      body: JSON.stringify({ token: tokenOfLink(link), password: PASSWORD }),
    }),
  );
  expect(response.status).toBe(200);
  await authority.close();
  await storage.close();

  const { code, stdout } = await run("audit", "--json");
  expect(code).toBe(0);
  const { entries, next } = JSON.parse(stdout);
  const lines = entries.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`);
  expect(lines.filter((line: string) => !line.includes("signing_key"))).toEqual([
    "admin admin.set_up",
    "cli api_key.create",
    "cli admin.reset",
  ]);
  expect(next).toBeNull();
  const table = await run("audit", "--action", "api_key");
  expect(table.stdout).toMatch(
    /^ID +AT +BY +ACTION +TARGET +DETAILS\n\d+ +\S+ +cli +api_key\.create +key_0\w+ +\{.*\}\n$/,
  );
  expect(stdout + table.stdout).not.toContain("sk_aui");
});
