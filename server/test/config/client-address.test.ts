import { expect, test } from "vitest";
import { createClientAddress, type TrustedProxies } from "../../src/config/client-address.ts";

const read = (trusted: TrustedProxies, socket: string | undefined, forwarded?: string) =>
  createClientAddress(trusted)?.(new Headers(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }), socket);

test.each<[string, TrustedProxies, string | undefined, string | undefined, string | null]>([
  ["no proxy is trusted, so the header is ignored", 0, "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["the same for an empty list", [], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  [
    "one proxy: the entry that the proxy added, not the caller's own",
    1,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  ["two proxies: the entry that the outer one wrote", 2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  ["fewer entries than proxies", 2, "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["a proxy that wrote nothing", 1, "10.0.0.1", undefined, "10.0.0.1"],
  ["an entry that is no address", 1, "10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"],
  ["no connection is known, as in a fetch runtime", 1, undefined, "1.1.1.1, 203.0.113.9", "203.0.113.9"],
  ["nothing is known", 0, undefined, "203.0.113.9", null],
  [
    "by network: the rightmost untrusted address",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.9.9.9",
    "203.0.113.9",
  ],
  ["by network: a caller past the proxies", ["10.0.0.0/8"], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["by network: all are trusted", ["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
  ["by network: rubbish ends the walk", ["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, , 10.0.0.2", "10.0.0.2"],
  ["by network: mapped into IPv6", ["10.0.0.0/8"], "::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"],
  ["by network: nothing is believed without a connection", ["10.0.0.0/8"], undefined, "203.0.113.9", null],
])("S56 %s", (_, trusted, socket, forwarded, expected) => {
  expect(read(trusted, socket, forwarded)).toBe(expected);
});

test("S56 counts IPv6 callers of one /64 network as one", () => {
  expect(read(1, "10.0.0.1", "2001:db8:1:2::1")).toBe(read(1, "10.0.0.1", "[2001:db8:1:2:ffff::9]:443"));
});

test("rejects invalid networks", () => {
  expect(createClientAddress(["10.0.0.0/99"])).toBeNull();
});
