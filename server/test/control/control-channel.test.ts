import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { ClientRequest, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { AuthorityError } from "../../src/base/authority-error.ts";
import { findRunningServer } from "../../src/control/find-running-server.ts";
import { type ControlChannel, openControlChannel } from "../../src/control/open-control-channel.ts";
import type { CommandServices } from "../../src/control/remote-services.ts";

let folder: string;
let channel: ControlChannel | null;
const onFault = vi.fn();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "channel-"));
  channel = null;
  onFault.mockClear();
});
afterEach(async () => {
  await channel?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a control channel that provides only the given services. */
async function open(services: object = {}, version = "1.0.0"): Promise<void> {
  const servicesOf = () => services as CommandServices;
  channel = await openControlChannel({ folder, version, allowInsecureJwks: false, servicesOf, onFault });
}
async function connect(project = "default"): Promise<CommandServices> {
  const { server } = await findRunningServer(folder, "1.0.0");
  if (server === null) throw new Error("No server was found.");
  return server.servicesOf(project);
}

test("the control channel transfers arguments, results and dates unchanged", async () => {
  const create = vi.fn(async (input: object) => ({ ...input, createdAt: new Date(7) }));
  await open({ keys: { create } });
  const expiresAt = new Date("2030-01-01T00:00:00Z");
  const { keys } = await connect();
  expect(await keys.create({ name: "n", expiresAt }, { actor: "cli" })).toEqual({
    name: "n",
    expiresAt,
    createdAt: new Date(7),
  });
  expect(create).toHaveBeenCalledWith({ name: "n", expiresAt }, { actor: "cli" });
});

test("the control channel deletes the partial control file of a process that died during its start", async () => {
  await writeFile(join(folder, "control.json.part"), "{");
  await open();
  expect(await readdir(folder)).not.toContain("control.json.part");
  await connect();
});

test("the control channel transfers an error with its code, message, remedy and setting", async () => {
  const refusal = new AuthorityError("invalid_key", "No.", "Do better.", {
    setting: { field: "name", problem: "is bad" },
  });
  await open({ keys: { page: () => Promise.reject(refusal) } });
  const { keys } = await connect();
  const error = await keys.page().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AuthorityError);
  expect(error).toMatchObject({
    code: "invalid_key",
    message: "No.",
    remedy: "Do better.",
    setting: { field: "name", problem: "is bad" },
  });
});

test("the control channel logs an internal error and returns only a generic error", async () => {
  const error = new Error("secret text of the driver");
  await open({ keys: { page: () => Promise.reject(error) } });
  const { keys } = await connect();
  const reported = await keys.page().catch((reason: unknown) => reason);
  expect(reported).toMatchObject({ code: "server_failed", remedy: expect.stringContaining("log") });
  expect(JSON.stringify(reported)).not.toContain("secret");
  expect(onFault).toHaveBeenCalledExactlyOnceWith(error);
});

test.each([
  ["keys", "check"],
  ["version", "change"],
  ["keys", "constructor"],
  ["__proto__", "toString"],
])("the control channel rejects a call of %s.%s", async (service, method) => {
  const called = vi.fn();
  await open({ [service]: { [method]: called } });
  const { port, credential } = JSON.parse(await readFile(join(folder, "control.json"), "utf8"));
  expect(port).toBeNull();
  const call = { project: "default", service, method, args: [] };
  const reply = await ask(credential, { value: { version: "1.0.0", call }, dates: [] });
  expect(reply).toEqual({ value: { kind: "failed" }, dates: [], missing: [] });
  expect(called).not.toHaveBeenCalled();
});

test("a command fails if its version differs from the version of the running server", async () => {
  await open({}, "2.0.0");
  await expect(findRunningServer(folder, "1.0.0")).rejects.toMatchObject({
    code: "version_mismatch",
    message: expect.stringMatching(/version 1\.0\.0, .* has version 2\.0\.0/),
    remedy: expect.stringContaining("assistant-cloud-server@2.0.0"),
  });
});

test("closing the control channel completes calls in flight and removes its files", async () => {
  let finish = (_: string[]) => {};
  const answer = new Promise<string[]>((resolve) => {
    finish = resolve;
  });
  const list = vi.fn(() => answer);
  await open({ origins: { list } });
  const calling = (await connect()).origins.list();
  await vi.waitFor(() => expect(list).toHaveBeenCalled());
  const closing = channel?.close();
  finish(["https://a.example"]);
  expect(await calling).toEqual(["https://a.example"]);
  await closing;
  expect(await findRunningServer(folder, "1.0.0")).toEqual({ server: null, problem: null });
  await expect(stat(join(folder, "control.sock"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("if the server exits during a call, the error says that the change may or may not be saved", async () => {
  const list = vi.fn(() => new Promise<never>(() => {}));
  await open({ origins: { list } });
  const calling = (await connect()).origins.list();
  await vi.waitFor(() => expect(list).toHaveBeenCalled());
  await channel?.close();
  await expect(calling).rejects.toMatchObject({ code: "server_failed", remedy: expect.stringContaining("audit") });
});

test("if the server answers a call too late, the error says that the change may or may not be saved", async () => {
  const list = vi.fn(() => new Promise<never>(() => {}));
  await open({ origins: { list } });
  const { origins } = await connect();
  const sending = vi.spyOn(ClientRequest.prototype, "end");
  const calling = origins.list();
  await vi.waitFor(() => expect(list).toHaveBeenCalled());
  const request = sending.mock.contexts[0] as ClientRequest;
  sending.mockRestore();
  request.emit("timeout");
  await expect(calling).rejects.toMatchObject({ code: "server_failed", remedy: expect.stringContaining("audit") });
});

test("a command ignores the control file of a server that is no longer running", async () => {
  const write = (content: unknown) => writeFile(join(folder, "control.json"), JSON.stringify(content));
  const credential = "x".repeat(43);
  for (const content of ["", { port: "1" }, { port: null, credential, pid: 1 }, { port: 1, credential, pid: 1 }]) {
    await write(content);
    expect(await findRunningServer(folder, "1.0.0"), JSON.stringify(content)).toEqual({ server: null, problem: null });
  }
  const foreign = await listenOnFreePort(createServer((_, response) => response.end("<html></html>")));
  await write({ port: foreign.port, credential, pid: 1 });
  expect(await findRunningServer(folder, "1.0.0")).toEqual({ server: null, problem: null });
  await foreign.close();
});

/** Sends a message to the control channel without the CLI's client. Returns the parsed response. */
async function ask(credential: string, message: object): Promise<unknown> {
  const { request } = await import("node:http");
  const { json } = await import("node:stream/consumers");
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: join(folder, "control.sock"),
      method: "POST",
      headers: { Authorization: `Bearer ${credential}` },
    });
    sent.once("error", reject);
    sent.once("response", (response) => json(response).then(resolve, reject));
    sent.end(JSON.stringify(message));
  });
}
