import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AuthorityEvent,
  type AuthorityStorage,
  createAuthority,
  createProjectsAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { call, mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const events: AuthorityEvent[] = [];
const onEvent = (event: AuthorityEvent) => void events.push(event);
const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(() => {
  events.length = 0;
});

test("a request event contains the project's id, or the code project_not_found if the project is unknown", async () => {
  const authority = await createProjectsAuthority({ storage, issuer, onEvent });
  await authority.projects.add({ id: "acme" });
  const acme = await authority.project("acme");
  const { id, key } = (await acme?.keys.create({ name: "backend" })) ?? { id: "", key: "" };
  const inAcme = {
    fetch: (request: Request) =>
      authority.fetch(new Request(request.url.replace("/v1/", "/projects/acme/v1/"), request)),
  };
  expect((await mint(inAcme, key)).status).toBe(200);
  expect(events).toEqual([
    expect.objectContaining({ type: "decision", project: "acme", route: "mint", outcome: "issued" }),
    expect.objectContaining({
      type: "request",
      project: "acme",
      path: "/v1/auth/tokens",
      route: "mint",
      status: 200,
      by: { kind: "api_key", id },
    }),
  ]);
  events.length = 0;
  expect((await call(authority, "/projects/ada/v1/threads")).status).toBe(404);
  expect(events).toEqual([
    expect.objectContaining({ path: "/projects/*/v1/threads", route: "other", status: 404, code: "project_not_found" }),
  ]);
  await authority.close();
});

test("an event listener that throws does not fail the request", async () => {
  const thrown: unknown[] = [];
  const authority = await createAuthority({
    storage,
    issuer,
    onEvent: () => {
      throw new Error("the listener's own fault");
    },
    onFault: (error) => void thrown.push(error),
  });
  expect((await call(authority, "/healthz")).status).toBe(200);
  expect(thrown).toEqual([expect.objectContaining({ message: "the listener's own fault" })]);
});

test("the server emits exactly one event per request, both for a dashboard file and for a health check", async () => {
  const folder = await mkdtemp(join(tmpdir(), "authority-events-"));
  await writeFile(join(folder, "index.html"), "<h1>Dashboard</h1>");
  const authority = await createAuthority({ storage, issuer, onEvent });
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: folder, onEvent });
  expect(await (await fetch(`${server.url}/dashboard/?token=secret`)).text()).toContain("Dashboard");
  await fetch(`${server.url}/healthz`);
  expect(events.map((event) => event.type === "request" && [event.route, event.path, event.status])).toEqual([
    ["dashboard", "/dashboard/", 200],
    ["healthz", "/healthz", 200],
  ]);
  await server.close();
  await rm(folder, { recursive: true });
});
