import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { buildTestCli, type TestCli } from "../support/start-cli.ts";
import { startPostgres, type TestPostgres } from "../support/start-postgres.ts";
import { startTransactionPooler, type TransactionPooler } from "../support/start-transaction-pooler.ts";

const TIMEOUT_MS = 300_000;
const PATIENCE = { timeout: 120_000, interval: 100 };
let cli: TestCli;
let postgres: TestPostgres;
let pooler: TransactionPooler;
let environment: Record<string, string>;

beforeAll(async () => {
  [cli, postgres] = await Promise.all([buildTestCli(), startPostgres()]);
  pooler = await startTransactionPooler(postgres.url);
  environment = { DATABASE_URL: pooler.url, AUTHORITY_SECRET: "a secret of the pooler tests, long enough" };
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await cli.remove();
  await pooler.close();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

async function serve() {
  const port = await freePort();
  const args = ["serve", "--port", String(port), "--issuer", "https://auth.example.com", "--anonymous"];
  const process = cli.start([...args, "--no-dashboard", "--log-level", "warn", "--json"], environment);
  await expect.poll(() => process.output.stdout + process.output.stderr, PATIENCE).toContain("ready");
  return { url: `http://127.0.0.1:${port}`, process };
}
const post = (url: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}/v1/auth/tokens${path}`, { method: "POST", ...init });
const mint = async (url: string, key: string) =>
  (await post(url, "", { headers: { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace-1" } })).status;

test("S44 through a pooler that changes sessions with each transaction and passes no notices on, two processes serve, and see a revocation by the version that they look up", {
  timeout: TIMEOUT_MS,
}, async () => {
  const instances = await Promise.all([serve(), serve()]);
  const { id, key } = JSON.parse(await cli.run(["keys", "create", "--name", "pooled", "--json"], environment));
  for (const { url } of instances) await expect.poll(() => mint(url, key), PATIENCE).toBe(200);
  const visitor = (await (await post(instances[0]?.url ?? "", "/anonymous")).json()) as Record<
    string,
    { token: string }
  >;
  const body = JSON.stringify({ refresh_token: visitor["refresh_token"]?.token });
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) => post(instances[index % 2]?.url ?? "", "/refresh", { body })),
  );
  expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
  await cli.run(["signing-keys", "rotate"], environment);
  await cli.run(["keys", "revoke", id], environment);
  for (const { url } of instances) await expect.poll(() => mint(url, key), PATIENCE).toBe(403);
  expect(pooler.transactions()).toBeGreaterThan(30);
  for (const { process } of instances) {
    expect(process.output.stderr).not.toMatch(/"level":"(error|fatal)"/);
    process.child.kill("SIGTERM");
    expect(await process.ended).toBe(0);
  }
});
