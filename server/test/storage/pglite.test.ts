import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimsOf, mint } from "../support/call.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { storageSuite } from "./storage-suite.ts";

const issuer = "https://auth.example.com";
let parent: string;
let folder: string;
let storage: AuthorityStorage;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "authority-folder-"));
  folder = join(parent, "made", "when missing");
  storage = await openStorage(folder);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await storage.close();
  await rm(parent, { recursive: true, force: true });
});

describe("a PGlite database in a folder", () => {
  storageSuite(() => storage);

  test("the data folder contains the secret in a file that only its owner can read", async () => {
    const path = join(folder, "secret.key");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readFile(path, "utf8")).trim()).toBe(storage.localSecret);
  });

  test("rejects a second process that opens the same data folder", async () => {
    const { code, stderr } = await openInChild(folder);
    expect(code).toBe(3);
    expect(stderr).toContain("storage_locked");
    expect(stderr).toContain(`process ${process.pid}`);
  });

  test("rejects a second opening of a data folder by the same process", async () => {
    await expect(openStorage(folder)).rejects.toMatchObject({ code: "storage_locked" });
  });

  test("API keys, tokens and signing keys remain valid after the database is closed and reopened", {
    timeout: STORAGE_TIMEOUT_MS,
  }, async () => {
    const before = await createAuthority({ storage, issuer, projectId: "kept" });
    const { key } = await before.keys.create({ name: "backend" });
    const kid = await kidOf(before);
    await before.close();
    await storage.close();
    await storage.close();
    await expect(before.keys.list()).rejects.toMatchObject({ code: "storage_unreachable" });
    storage = await openStorage(folder);
    const after = await createAuthority({ storage, issuer, projectId: "kept" });
    expect(claimsOf(await mint(after, key))).toMatchObject({ project_id: "kept" });
    expect(await kidOf(after)).toBe(kid);
    await after.close();
  });

  test("if the secret cannot decrypt the signing keys, the error names the setting AUTHORITY_SECRET", async () => {
    const right = await createAuthority({ storage, issuer, projectId: "sealed" });
    await right.close();
    const wrong = createAuthority({
      storage,
      issuer,
      projectId: "sealed",
      secret: "another secret of 32 characters or more",
    });
    await expect(wrong).rejects.toMatchObject({
      code: "secret_mismatch",
      remedy: expect.stringContaining("AUTHORITY_SECRET"),
    });
  });

  test("changing the signing algorithm creates a signing key, and the JWKS still contains the old key", async () => {
    const jwks = async (signingAlgorithm: "ES256" | "RS256" | "EdDSA") => {
      const authority = await createAuthority({ storage, issuer, projectId: "changing", signingAlgorithm });
      const response = await authority.fetch(new Request("http://a.test/.well-known/jwks.json"));
      const { key } = await authority.keys.create({ name: signingAlgorithm });
      const { token } = (await mint(authority, key)).body as { token: string };
      expect(JSON.parse(atob(token.split(".")[0] ?? ""))).toMatchObject({ alg: signingAlgorithm });
      return ((await response.json()) as { keys: { alg: string }[] }).keys.map(({ alg }) => alg);
    };
    expect(await jwks("ES256")).toEqual(["ES256"]);
    expect(await jwks("RS256")).toEqual(["ES256", "RS256"]);
    expect(await jwks("EdDSA")).toEqual(["ES256", "RS256", "EdDSA"]);
    expect(await jwks("ES256")).toEqual(["ES256", "RS256", "EdDSA"]);
  });
});

test("openStorage() rejects the path of a file, an unknown database type and an empty string", async () => {
  const file = join(parent, "file");
  await writeFile(file, "");
  await expect(openStorage(file)).rejects.toMatchObject({
    code: "storage_unreachable",
    message: expect.stringContaining(file),
  });
  await expect(openStorage("file://other-host/db")).rejects.toMatchObject({ code: "invalid_setting" });
  await expect(openStorage("mysql://host/db")).rejects.toMatchObject({ code: "invalid_setting" });
  await expect(openStorage("")).rejects.toMatchObject({ code: "invalid_setting" });
});

async function kidOf(authority: { fetch(request: Request): Promise<Response> }): Promise<string | undefined> {
  const response = await authority.fetch(new Request("http://a.test/.well-known/jwks.json"));
  return ((await response.json()) as { keys: { kid: string }[] }).keys[0]?.kid;
}

function openInChild(place: string): Promise<{ code: number | null; stderr: string }> {
  const entry = new URL("../../src/index.ts", import.meta.url).href;
  const script = `
    const { openStorage } = await import(${JSON.stringify(entry)});
    try { await openStorage(${JSON.stringify(place)}); } catch (error) { console.error(error.code, error.message); process.exit(3); }
  `;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("exit", (code) => resolve({ code, stderr }));
  });
}
