import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { backendTokenSource, createTokenEngine } from "../../src/index.ts";
import { installPlatform } from "./support/install-platform.ts";
import { type RunningCloud, startCloud } from "./support/start-cloud.ts";
import { type RunningWorker, startWorkerd } from "./support/start-workerd.ts";

const app = fileURLToPath(new URL("workerd", import.meta.url));

let cloud: RunningCloud;
beforeAll(async () => {
  await installPlatform(app, inject("packed").auth.tarball);
  cloud = await startCloud();
}, 600_000);
afterAll(() => cloud?.close());

describe("the entry points `backend` and `verify` in workerd, as in Cloudflare Workers", { timeout: 60_000 }, () => {
  let worker: RunningWorker;
  beforeAll(async () => {
    const { apiKey, issuer, url } = cloud;
    worker = await startWorkerd(app, { ASSISTANT_API_KEY: apiKey, ASSISTANT_BACKEND_URL: url, ISSUER: issuer });
  });
  afterAll(() => worker?.close());

  const mint = async (): Promise<string> => (await (await fetch(`${worker.url}/mint`)).json()).token;
  const callApi = (token: string) => fetch(`${worker.url}/api`, { headers: { Authorization: `Bearer ${token}` } });

  it("the worker accepts three concurrent requests while it loads the issuer's keys for the first time", async () => {
    const token = await mint();
    const answers = await Promise.all([callApi(token), callApi(token), callApi(token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await answers[0]?.json()).toMatchObject({ userId: "user_1", workspaceId: "org_1:user_1" });
  });

  it("a token engine gets a token from the token route in workerd", async () => {
    const tokenSource = backendTokenSource({ url: `${worker.url}/token`, key: "user_1" });
    const engine = createTokenEngine({ baseUrl: cloud.url, tokenSource });
    const token = await engine.getToken();
    engine.dispose();
    expect((await callApi(token ?? "")).status).toBe(200);
  });

  it("the worker responds with 401 and `invalid_token` to a token with a changed signature", async () => {
    const [header, claims] = (await mint()).split(".");
    const answer = await callApi(`${header}.${claims}.${"A".repeat(86)}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it("the worker writes nothing to its log while it accepts and rejects tokens", () => {
    expect(worker.log).toEqual([]);
  });
});
