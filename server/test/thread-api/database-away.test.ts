import type { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDecisionLog } from "../../src/activity/decision-log.ts";
import { buildServices, type Services } from "../../src/app/build-services.ts";
import { buildThreadApi } from "../../src/app/build-thread-api.ts";
import { createPublicRoutes } from "../../src/app/public-routes.ts";
import { AuthorityError } from "../../src/base/authority-error.ts";
import { createHourlyTask } from "../../src/base/hourly-task.ts";
import { readSettings } from "../../src/config/authority-settings.ts";
import { createRateLimits } from "../../src/limits/rate-limits.ts";
import { createReadiness } from "../../src/observability/health/create-readiness.ts";
import type { AuthorityStorage } from "../../src/storage/authority-storage.ts";
import { createVisitors } from "../../src/visitors/visitors.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const last_message_at = "2026-01-01T00:00:00.000Z";
const content = { role: "user", content: [] };

/** The URL and body of a request that reaches the database. */
interface Trial {
  /** The URL of the request. Default: the route's path with invented ids. */
  url?: string;
  body?: unknown;
}
const BODIES: Record<string, unknown> = {
  "POST /v1/threads": { last_message_at },
  "PUT /v1/threads/:thread": { title: "New" },
  "POST /v1/threads/:thread/messages": { parent_id: null, format: "aui/v0", content },
  "PUT /v1/threads/:thread/messages/:message": { content },
  "DELETE /v1/threads/:thread/messages": { message_ids: ["msg_0x"] },
  "POST /v1/threads/:thread/messages/:message/feedback": { type: "positive" },
  "POST /v1/runs/stream": { thread_id: "thread_0x", assistant_id: "system/thread_title", messages: [content] },
  "POST /v1/runs": { thread_id: "thread_0x", status: "completed" },
  "POST /v1/scores": { name: "n", data_type: "numeric", value: 1, thread_id: "thread_0x" },
  "POST /v1/events": { events: [{ kind: "message_sent", thread_id: "thread_0x" }] },
  "POST /v1/files/attachments/generate-presigned-upload-url": { filename: "a.png" },
};

let opened: AuthorityStorage;
let routes: Hono;
let services: Services;
let isAway = false;

beforeAll(async () => {
  opened = await openTestStorage();
  const reached =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args) => {
      if (isAway) throw new AuthorityError("storage_unreachable", "It is away.", "Bring it back.");
      return call(...args);
    };
  const storage: AuthorityStorage = {
    ...opened,
    run: reached(opened.run) as AuthorityStorage["run"],
    transaction: reached(opened.transaction) as AuthorityStorage["transaction"],
    change: reached(opened.change) as AuthorityStorage["change"],
    statement: reached(opened.statement),
    prepared: reached(opened.prepared),
  };
  // The clock is frozen, so that no settings cache is refreshed.
  const now = () => Date.parse(last_message_at);
  const settings = readSettings({ storage, issuer, now, anonymous: true, onFault: () => {} });
  services = buildServices(storage, settings);
  const sweep = createHourlyTask(services.threads.deleteExpiredData, now, settings.onFault);
  routes = createPublicRoutes({
    settings,
    services,
    visitors: createVisitors(storage, { ...settings, moveThreads: async () => 0 }),
    decisions: createDecisionLog(0, now),
    limits: createRateLimits(storage, settings),
    threads: buildThreadApi(storage, settings, services.threads),
    sweep,
    readiness: createReadiness(storage, services.signingKeys),
    pathPrefix: "",
  }) as unknown as Hono;
}, STORAGE_TIMEOUT_MS);
afterAll(() => opened.close());

const createKey = async () => (await services.keys.create({ name: "n" }, { actor: "program" })).key;

async function send(method: string, path: string, key: string, body?: unknown): Promise<Response> {
  return routes.fetch(
    new Request(new URL(path, issuer), {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        "Aui-Workspace-Id": "w",
        Accept: "text/plain",
        "Content-Type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

/**
 * Returns the method and path of each route below `/v1`, except the routes below `/v1/auth`. Omits CORS preflights and
 * middleware. A middleware function has more than one parameter, unlike the handler of a route.
 */
const threadRoutes = () =>
  routes.routes
    .filter(
      ({ path, method, handler }) => /^\/v1\/(?!auth\/)/.test(path) && handler.length === 1 && method !== "OPTIONS",
    )
    .map(({ method, path }) => `${method} ${path}`);

/** Creates a visitor, an upload URL and a stored file. Returns the trials of the routes that need a URL or a body. */
async function prepareTrials(key: string): Promise<Record<string, Trial>> {
  const post = async (path: string, body?: unknown) =>
    // biome-ignore lint/suspicious/noExplicitAny: answers of several routes
    (await (await send("POST", path, key, body)).json()) as any;
  const files = "/v1/files/attachments";
  const upload = () => post(`${files}/generate-presigned-upload-url`, { filename: "a.png" });
  const stored = await upload();
  expect((await send("PUT", stored.signedUrl, key, "bytes")).status).toBe(200);
  const download = { key: stored.key };
  const { refresh_token } = await post("/v1/auth/tokens/anonymous");
  return {
    ...Object.fromEntries(Object.entries(BODIES).map(([route, body]) => [route, { body }])),
    [`PUT ${files}/:project/:file`]: { url: (await upload()).signedUrl, body: "bytes" },
    [`GET ${files}/:project/:file`]: {
      url: (await post(`${files}/generate-presigned-download-url`, download)).signedUrl,
    },
    [`POST ${files}/generate-presigned-download-url`]: { body: download },
    "POST /v1/threads/claim": { body: { refresh_token: refresh_token.token } },
  };
}

test("every thread route returns 503 while the database is unreachable", async () => {
  const known = await createKey();
  const unknown = await createKey();
  const trials = await prepareTrials(known);
  expect(threadRoutes()).toEqual(expect.arrayContaining(Object.keys(trials)));
  isAway = true;
  for (const route of threadRoutes()) {
    const [method = "", pattern = ""] = route.split(" ");
    const { url = pattern.replace(/:(\w+)/g, "$1_0x"), body } = trials[route] ?? {};
    for (const key of [known, unknown]) {
      const response = await send(method, url, key, body);
      const answer = { status: response.status, body: await response.json() };
      expect.soft(answer, route).toMatchObject({ status: 503, body: { error: "Service Unavailable" } });
      expect.soft(Number(response.headers.get("Retry-After")), route).toBeGreaterThan(0);
    }
  }
});
