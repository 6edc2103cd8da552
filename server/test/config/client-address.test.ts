import { expect, test } from "vitest";
import { createClientAddress, type TrustedProxies } from "../../src/config/client-address.ts";

const read = (trusted: TrustedProxies, socket: string | undefined, forwarded?: string) =>
  createClientAddress(trusted)?.(new Headers(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }), socket);

test.each<[string, TrustedProxies, string | undefined, string | undefined, string | null]>([
  ["ignores the header if no proxy is trusted", 0, "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["ignores the header for an empty list", [], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["with one proxy, reads the entry that the proxy added", 1, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"],
  [
    "with two proxies, reads the entry that the outer one added",
    2,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.0.0.2",
    "203.0.113.9",
  ],
  ["with fewer entries than proxies, reads the first", 2, "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["without a header, reads the connection's address", 1, "10.0.0.1", undefined, "10.0.0.1"],
  ["with an invalid entry, reads the connection's address", 1, "10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"],
  ["without a connection, reads the proxy's entry", 1, undefined, "1.1.1.1, 203.0.113.9", "203.0.113.9"],
  ["returns null without a proxy or connection", 0, undefined, "203.0.113.9", null],
  [
    "with networks, reads the rightmost untrusted address",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.9.9.9",
    "203.0.113.9",
  ],
  ["with networks, ignores the header of a direct caller", ["10.0.0.0/8"], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  [
    "with networks, reads the first address if all are trusted",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "10.0.0.3, 10.0.0.2",
    "10.0.0.3",
  ],
  ["with networks, stops at an invalid entry", ["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, , 10.0.0.2", "10.0.0.2"],
  [
    "with networks, accepts IPv4-mapped addresses",
    ["10.0.0.0/8"],
    "::ffff:10.0.0.1",
    "::ffff:203.0.113.9",
    "203.0.113.9",
  ],
  ["with networks, returns null without a connection", ["10.0.0.0/8"], undefined, "203.0.113.9", null],
])("S56 %s", (_, trusted, socket, forwarded, expected) => {
  expect(read(trusted, socket, forwarded)).toBe(expected);
});

test("S56 counts IPv6 callers of one /64 network as one", () => {
  expect(read(1, "10.0.0.1", "2001:db8:1:2::1")).toBe(read(1, "10.0.0.1", "[2001:db8:1:2:ffff::9]:443"));
});

test("rejects invalid networks of proxies", () => {
  expect(createClientAddress(["10.0.0.0/99"])).toBeNull();
});
