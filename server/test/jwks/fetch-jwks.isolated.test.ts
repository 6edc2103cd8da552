import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { fetchJwks } from "../../src/jwks/fetch-jwks.ts";

const lookup = vi.hoisted(() => vi.fn());
vi.mock("node:dns/promises", () => ({ lookup }));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  lookup.mockReset();
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const { port, close } = await listenOnFreePort(createServer(listener));
  closers.push(close);
  return `http://127.0.0.1:${port}`;
}

test("fetches and parses a JWKS document", async () => {
  const url = await serve((_request, response) => response.end('{"keys":[]}'));
  expect(await fetchJwks(url, true)).toEqual({ keys: [] });
});

test("S77 parses a JWKS document that begins with a byte order mark", async () => {
  const url = await serve((_request, response) => response.end('\ufeff{"keys":[]}'));
  expect(await fetchJwks(url, true)).toEqual({ keys: [] });
});

test("S31 S38 checks the JWKS URL again before each fetch", async () => {
  const asked = vi.fn();
  const url = await serve((_request, response) => {
    asked();
    response.end("{}");
  });
  await expect(fetchJwks(url, false)).rejects.toThrow("must start with https://");
  expect(asked).not.toHaveBeenCalled();
});

test.each([
  ...[["127.0.0.1"], ["10.0.0.1"], ["100.64.0.1"], ["169.254.169.254"], ["0.0.0.0"], ["::1"], ["::ffff:10.0.0.1"]],
  ...[["fd00::1"], ["fe80::1"], ["64:ff9b::a00:1"]],
])("S32 rejects a host name that resolves to both a public address and %s", async (address) => {
  lookup.mockResolvedValue([{ address: "8.8.8.8" }, { address }]);
  await expect(fetchJwks("https://rebound.example.com/jwks", false)).rejects.toThrow("not public");
  expect(lookup).toHaveBeenCalledWith("rebound.example.com", { all: true });
});

test("S32 connects to the address that was checked, without a second DNS lookup", async () => {
  // The server listens only on 127.0.0.1, to which `localhost` would resolve in a second lookup.
  const url = (await serve((_request, response) => response.end('{"keys":[]}'))).replace("127.0.0.1", "localhost");
  lookup.mockResolvedValueOnce([{ address: "127.0.0.1" }]).mockResolvedValueOnce([{ address: "127.0.0.2" }]);
  expect(await fetchJwks(url, true)).toEqual({ keys: [] });
  await expect(fetchJwks(url, true)).rejects.toThrow("ECONNREFUSED 127.0.0.2");
  expect(lookup).toHaveBeenCalledTimes(2);
});

test.each([[["::1", "127.0.0.1"]], [["127.0.0.2", "127.0.0.1"]], [["127.0.0.3", "::1", "127.0.0.2", "127.0.0.1"]]])(
  "S73 tries the addresses %j of a host in turn until one responds",
  async (addresses) => {
    const url = (await serve((_request, response) => response.end('{"keys":[]}'))).replace("127.0.0.1", "localhost");
    lookup.mockResolvedValue(addresses.map((address) => ({ address })));
    expect(await fetchJwks(url, true)).toEqual({ keys: [] });
    expect(lookup).toHaveBeenCalledTimes(1);
  },
);

test("S73 rejects a host name if one of its addresses is private", async () => {
  const asked = vi.fn();
  const url = (await serve(asked)).replace("127.0.0.1", "localhost");
  lookup.mockResolvedValue([{ address: "127.0.0.1" }, { address: "10.0.0.1" }]);
  await expect(fetchJwks(url, true)).rejects.toThrow("not public");
  expect(asked).not.toHaveBeenCalled();
});

test("S33 does not follow a redirect of the JWKS URL", async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  await expect(fetchJwks(`${url}/jwks`, true)).rejects.toThrow("302");
  expect(asked).toEqual(["/jwks"]);
});

test("S34 aborts an endless JWKS response once the response exceeds 256 KB", async () => {
  const ended = vi.fn();
  const url = await serve((_request, response) => {
    response.on("close", () => ended(response.writableFinished));
    const chunk = Buffer.alloc(64 * 1024, " ");
    const more = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  await expect(fetchJwks(url, true)).rejects.toThrow("256 KB");
  await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(false));
});

test("S34 accepts a JWKS response of 256 KB and rejects a longer response", async () => {
  const document = (bytes: number) => '{"keys":[]}'.padEnd(bytes, " ");
  const url = await serve((request, response) => response.end(document(Number(request.url?.slice(1)))));
  expect(await fetchJwks(`${url}/${256 * 1024}`, true)).toEqual({ keys: [] });
  await expect(fetchJwks(`${url}/${256 * 1024 + 1}`, true)).rejects.toThrow("256 KB");
});

test("S32 rejects a host name that has no address", async () => {
  lookup.mockResolvedValue([]);
  await expect(fetchJwks("https://nowhere.example.com/jwks", false)).rejects.toThrow("not public");
});

test("S34 rejects a compressed JWKS response", async () => {
  const url = await serve((request, response) => {
    expect(request.headers["accept-encoding"]).toBe("identity");
    response.setHeader("content-encoding", "gzip").end(gzipSync('{"keys":[]}'));
  });
  await expect(fetchJwks(url, true)).rejects.toThrow("compressed");
});

test("S34 aborts a JWKS fetch whose response is slow or never arrives", async () => {
  const drip = await serve((_request, response) => {
    const timer = setInterval(() => response.write(" "), 100);
    response.on("close", () => clearInterval(timer));
  });
  const never = await serve(() => {});
  const results = await Promise.allSettled([fetchJwks(drip, true), fetchJwks(never, true)]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test.each([
  ["", 200],
  ["<html>", 200],
  ["{", 200],
  ['{"keys":[]}', 500],
  ['{"keys":[]}', 404],
])("S34 rejects a JWKS response with the body %j and status %i", async (body, status) => {
  const url = await serve((_request, response) => response.writeHead(status).end(body));
  await expect(fetchJwks(url, true)).rejects.toThrow();
});

test("S34 parses a JWKS document with any content type", async () => {
  const url = await serve((_request, response) => response.setHeader("content-type", "text/html").end('{"keys":[]}'));
  expect(await fetchJwks(url, true)).toEqual({ keys: [] });
});

test.each([
  ["a redirect", (response: ServerResponse) => response.writeHead(307, { location: "/x" }).end(), "redirect"],
  ["a missing page", (response: ServerResponse) => response.writeHead(404).end(), "client_error"],
  ["a failing provider", (response: ServerResponse) => response.writeHead(502).end(), "server_error"],
  ["a web page", (response: ServerResponse) => response.end("<html>"), "not_json"],
  ["a truncated response", (response: ServerResponse) => response.destroy(), "connection_reset"],
])("a JWKS fetch fails with a specific error code for %s", async (_label, answer, code) => {
  const url = await serve((_request, response) => void answer(response));
  await expect(fetchJwks(url, true)).rejects.toMatchObject({ name: "JwksFailure", code });
});
