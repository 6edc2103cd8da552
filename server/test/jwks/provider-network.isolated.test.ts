import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { createBoundedFetch } from "../../src/admin/openid/bounded-fetch.ts";
import { readProviderNetwork } from "../../src/config/provider-network-settings.ts";
import { fetchJwks } from "../../src/jwks/fetch-jwks.ts";
import { findJwksUrlFault, isAllowedAddress } from "../../src/jwks/jwks-url.ts";
import type { ProviderNetwork } from "../../src/jwks/provider-network.ts";
import { readRuleInput } from "../../src/rules/read-rule-input.ts";

const lookup = vi.hoisted(() => vi.fn());
vi.mock("node:dns/promises", () => ({ lookup }));

interface Listening {
  port: number;
  close(): Promise<void>;
}
const HOST = "login.corp.internal";
const PUBLIC = "idp.example.com";
let provider: Listening;
let proxy: Listening;
/** The CONNECT requests that the proxy received. */
let tunnels: { to: string; authorization: string | undefined }[];
let proxyStatus = 200;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "authority-tls-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", `/CN=${PUBLIC}`, "-addext", `subjectAltName=DNS:${PUBLIC},DNS:${HOST}`];
  const form = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  execFileSync("openssl", [...form, ...subject, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const pair = { key: readFileSync(key), cert: readFileSync(certificate) };
  rmSync(folder, { recursive: true });
  provider = await listenOnFreePort(
    createTlsServer(pair, (request, response) => {
      if (request.url === "/moved") response.writeHead(302, { Location: "https://elsewhere.example.com/" });
      response.end(JSON.stringify({ keys: [], host: request.headers.host }));
    }),
  );
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    tunnels.push({ to: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    sockets.add(socket.on("error", () => {}));
    if (proxyStatus !== 200) return socket.end(`HTTP/1.1 ${proxyStatus} No\r\n\r\n`);
    // The proxy resolves every name to the provider.
    const onward = connect(provider.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    }).on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
    return onward;
  });
  const listening = await listenOnFreePort(server);
  proxy = {
    port: listening.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return listening.close();
    },
  };
});
afterAll(async () => {
  await proxy.close();
  await provider.close();
});
beforeEach(() => {
  tunnels = [];
  proxyStatus = 200;
  // The certificate is self-signed.
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(() => {
  lookup.mockReset();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const withPrivate = (...privateProviders: string[]) => readProviderNetwork({ privateProviders }, {});
const byProxy = (environment: Record<string, string> = {}) =>
  readProviderNetwork({}, { HTTPS_PROXY: `http://ann:s%40cret@127.0.0.1:${proxy.port}`, ...environment });
const leadsTo = (...addresses: string[]) => lookup.mockResolvedValue(addresses.map((address) => ({ address })));
const unknown = () => lookup.mockRejectedValue(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }));

describe("S75 auth providers in private networks", () => {
  test("S75 fetches keys from a private network only if the operator has listed the network", async () => {
    leadsTo("127.0.0.1");
    const url = `https://${HOST}:${provider.port}/jwks`;
    const listed = withPrivate("127.0.0.0/8");
    expect(await fetchJwks(url, false, listed)).toMatchObject({ keys: [] });
    leadsTo("127.0.0.1", "10.0.0.1");
    await expect(fetchJwks(url, false, listed)).rejects.toMatchObject({ code: "private_address" });
    await expect(fetchJwks(url, false)).rejects.toMatchObject({ code: "url_refused" });
  });

  test.each([
    [HOST, ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "8.8.8.8"], true],
    [HOST, ["127.0.0.1", "169.254.169.254", "fe80::1", "::1", "0.0.0.0", "224.0.0.1"], false],
    ["other.corp.internal", ["10.1.2.3", "fd00::1"], false],
    ["a.idp.internal", ["10.1.2.3"], true],
    ["idp.internal", ["10.1.2.3"], false],
    ["evilidp.internal", ["10.1.2.3"], false],
    ["any.example.com", ["10.20.30.40", "::ffff:10.20.30.40"], true],
    ["any.example.com", ["10.21.0.1", "127.0.0.1"], false],
  ])("S75 for the host %s and each address in %j, isAllowedAddress() returns %s", (host, addresses, isAllowed) => {
    const network = withPrivate(HOST, "*.idp.internal", "10.20.0.0/16");
    for (const address of addresses) expect(isAllowedAddress(address, host, network), address).toBe(isAllowed);
  });

  test("S75 the error for an unlisted private host names the setting that allows the host", () => {
    const rule = { name: "n", issuer: "i", jwksUrl: `https://${HOST}/jwks`, audience: "a" };
    const settings = { issuer: null, allowInsecureJwks: false };
    const thrown = expect.objectContaining({ remedy: expect.stringContaining("AUTHORITY_PRIVATE_PROVIDERS") });
    expect(() => readRuleInput(rule, settings)).toThrow(thrown);
    const providerNetwork = withPrivate(HOST);
    expect(readRuleInput(rule, { ...settings, providerNetwork })).toMatchObject({ jwksUrl: rule.jwksUrl });
    // All other addresses are still rejected.
    for (const url of [`http://${HOST}/`, `https://${HOST}:22/`, "https://10.0.0.1/", "https://localhost/"]) {
      expect(findJwksUrlFault(url, false, providerNetwork), url).toEqual(expect.any(String));
    }
  });

  test.each([["10.0.0.0/99"], ["1.2.3"], ["https://login.corp.internal"], ["a b"], ["*"], ["*.*.a"], [""]])(
    "S75 rejects the entry %j in the list of private networks",
    (entry) => {
      const environment = { AUTHORITY_PRIVATE_PROVIDERS: `ok.internal,${entry.replace(" ", "_")}` };
      if (entry !== "") expect(() => readProviderNetwork({}, environment)).toThrow(/AUTHORITY_PRIVATE_PROVIDERS/);
      expect(() => withPrivate(entry).isListedHost("")).toThrow();
    },
  );
});

describe("S76 JWKS fetches through an HTTP proxy", () => {
  const url = `https://${PUBLIC}/jwks`;

  test("S76 sends the host name to the proxy without resolving it", async () => {
    unknown();
    expect(await fetchJwks(url, false, byProxy())).toMatchObject({ keys: [], host: PUBLIC });
    const authorization = `Basic ${Buffer.from("ann:s@cret").toString("base64")}`;
    expect(tunnels).toEqual([{ to: `${PUBLIC}:443`, authorization }]);
    await expect(fetchJwks(`https://${PUBLIC}/moved`, false, byProxy())).rejects.toMatchObject({ code: "redirect" });
  });

  test("S76 fetches the OpenID provider's discovery document through the proxy", async () => {
    const get = createBoundedFetch(byProxy().proxy);
    const init = { method: "GET", headers: {}, body: null, redirect: "manual" } as const;
    expect(await (await get(`https://${PUBLIC}/.well-known/openid-configuration`, init)).json()).toMatchObject({
      host: PUBLIC,
    });
    expect(tunnels).toHaveLength(1);
  });

  test("S76 S32 sends the proxy no request for a private address", async () => {
    leadsTo("8.8.8.8", "10.0.0.1");
    await expect(fetchJwks(url, false, byProxy())).rejects.toMatchObject({ code: "private_address" });
    for (const refused of ["https://10.0.0.1/", "https://[::ffff:127.0.0.1]/", "http://idp.example.com/"]) {
      await expect(fetchJwks(refused, false, byProxy())).rejects.toMatchObject({ code: "url_refused" });
    }
    expect(tunnels).toEqual([]);
  });

  test.each([PUBLIC, ".example.com", "example.com", "*"])(
    "S76 S32 if NO_PROXY contains %s, a JWKS fetch bypasses the proxy and checks the host's address",
    async (except) => {
      leadsTo("169.254.169.254");
      const network = byProxy({ NO_PROXY: `localhost,${except}`.replace("localhost,*", "*") });
      lookup.mockRejectedValueOnce(new Error("not known at first"));
      await expect(fetchJwks(url, false, network)).rejects.toMatchObject({ code: "private_address" });
      expect(tunnels).toEqual([]);
    },
  );

  test("S76 connects directly to a private host that NO_PROXY names and `privateProviders` allows", async () => {
    leadsTo("127.0.0.1");
    const network: ProviderNetwork = { ...withPrivate("127.0.0.1"), proxy: byProxy({ NO_PROXY: HOST }).proxy };
    expect(await fetchJwks(`https://${HOST}:${provider.port}/jwks`, false, network)).toMatchObject({ keys: [] });
    expect(tunnels).toEqual([]);
  });

  test("S76 if the proxy fails, the error does not contain the proxy's password", async () => {
    unknown();
    proxyStatus = 403;
    const refused = await fetchJwks(url, false, byProxy()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: "JwksFailure", code: "unreachable" });
    const away = { HTTPS_PROXY: "http://ann:s%40cret@127.0.0.1:1" };
    const gone = await fetchJwks(url, false, byProxy(away)).catch((error: unknown) => error);
    expect(gone).toMatchObject({ name: "JwksFailure", code: "connection_refused" });
    for (const error of [refused, gone]) expect(String((error as Error).message)).not.toContain("cret");
  });

  test("S76 checks the provider's certificate when connecting through a proxy", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", undefined);
    unknown();
    await expect(fetchJwks(url, false, byProxy())).rejects.toMatchObject({ code: "certificate_self_signed" });
  });

  test("S76 the authority's option `proxy` overrides HTTPS_PROXY and NO_PROXY", () => {
    const environment = { HTTPS_PROXY: "proxy.corp.internal:3128", NO_PROXY: "a.internal b.internal" };
    const expected = { url: "http://proxy.corp.internal:3128", except: "a.internal,b.internal" };
    expect(readProviderNetwork({}, environment).proxy).toEqual(expected);
    expect(readProviderNetwork({ proxy: false }, environment).proxy).toBeNull();
    const proxy = { url: "https://p.example", except: ["c.internal"] };
    expect(readProviderNetwork({ proxy }, environment).proxy).toEqual({
      url: "https://p.example",
      except: "c.internal",
    });
    expect(readProviderNetwork({}, { HTTPS_PROXY: "" }).proxy).toBeNull();
    for (const address of ["socks5://ann:secret@p:1", "http://ann:secret@"]) {
      const read = () => readProviderNetwork({}, { HTTPS_PROXY: address });
      expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining("secret") }));
    }
  });
});
