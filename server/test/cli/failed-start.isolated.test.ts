import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { AuthorityError } from "../../src/base/authority-error.ts";

const { createAuthority, close } = vi.hoisted(() => ({ createAuthority: vi.fn(), close: vi.fn(async () => {}) }));
vi.mock("../../src/app/create-authority.ts", () => ({ createAuthority }));
vi.mock("../../src/app/serve.ts", () => ({
  serveAuthority: async () => ({ url: "http://127.0.0.1", dashboardUrl: "http://127.0.0.1/dashboard", close }),
}));
const { runCli } = await import("../../src/cli/run-cli.ts");

const broken = new AuthorityError("storage_unreachable", "It is broken.", "Repair it.");
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "failed-start-"));
  vi.stubEnv("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc");
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function fail(...args: string[]): Promise<string> {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  expect(await runCli([...args, "--data", folder])).toBe(1);
  return printed;
}

test("`serve` closes the metrics server if tracing cannot start", async () => {
  const port = await freePort();
  expect(await fail("serve", "--metrics-port", String(port), "--traces")).toContain("OTEL_EXPORTER_OTLP_PROTOCOL");
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow("fetch failed");
});

test("`serve` closes the HTTP server if it cannot create the set-up link", async () => {
  const createFirstSetUpLink = vi.fn(() => Promise.reject(broken));
  createAuthority.mockResolvedValue({ dashboard: { createFirstSetUpLink } });
  expect(await fail("serve")).toContain("It is broken.");
  expect(createFirstSetUpLink).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledOnce();
});

test("`dev` closes its control channel if the authority cannot start", async () => {
  createAuthority.mockRejectedValue(broken);
  expect(await fail("dev", "--port", String(await freePort()))).toContain("It is broken.");
  expect(await readdir(folder)).not.toContain("control.json");
});
