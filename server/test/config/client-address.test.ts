import { expect, test } from "vitest";
import { createClientAddress, type TrustedProxies } from "../../src/config/client-address.ts";

const read = (trusted: TrustedProxies, socket: string | undefined, forwarded?: string) =>
  createClientAddress(trusted)?.(new Headers(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }), socket);

test.each<[string, TrustedProxies, string | undefined, string | undefined, string | null]>([
  ["ignores X-Forwarded-For if no proxy is trusted", 0, "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["ignores X-Forwarded-For if the list of trusted networks is empty", [], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  [
    "uses the address that the proxy added to X-Forwarded-For if one proxy is trusted",
    1,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  [
    "uses the address that the outer proxy added to X-Forwarded-For if two proxies are trusted",
    2,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.0.0.2",
    "203.0.113.9",
  ],
  [
    "uses the first address if X-Forwarded-For has fewer addresses than there are trusted proxies",
    2,
    "10.0.0.1",
    "203.0.113.9",
    "203.0.113.9",
  ],
  ["uses the connection's address if X-Forwarded-For is missing", 1, "10.0.0.1", undefined, "10.0.0.1"],
  [
    "uses the connection's address if X-Forwarded-For has an invalid address",
    1,
    "10.0.0.1",
    "1.1.1.1, unknown",
    "10.0.0.1",
  ],
  [
    "uses the address that the proxy added if the connection's address is unknown",
    1,
    undefined,
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  ["returns null if no proxy is trusted and the connection's address is unknown", 0, undefined, "203.0.113.9", null],
  [
    "uses the rightmost address outside the trusted networks",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.9.9.9",
    "203.0.113.9",
  ],
  [
    "ignores X-Forwarded-For of a caller outside the trusted networks",
    ["10.0.0.0/8"],
    "192.0.2.1",
    "203.0.113.9",
    "192.0.2.1",
  ],
  [
    "uses the first address if the trusted networks contain all addresses",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "10.0.0.3, 10.0.0.2",
    "10.0.0.3",
  ],
  [
    "uses the address to the right of an invalid address if a network is trusted",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, , 10.0.0.2",
    "10.0.0.2",
  ],
  [
    "matches an IPv4-mapped IPv6 address against a trusted IPv4 network",
    ["10.0.0.0/8"],
    "::ffff:10.0.0.1",
    "::ffff:203.0.113.9",
    "203.0.113.9",
  ],
  [
    "returns null if a network is trusted and the connection's address is unknown",
    ["10.0.0.0/8"],
    undefined,
    "203.0.113.9",
    null,
  ],
])("S56 createClientAddress() %s", (_, trusted, socket, forwarded, expected) => {
  expect(read(trusted, socket, forwarded)).toBe(expected);
});

test("S56 createClientAddress() returns one address for all IPv6 addresses of a /64 network", () => {
  expect(read(1, "10.0.0.1", "2001:db8:1:2::1")).toBe(read(1, "10.0.0.1", "[2001:db8:1:2:ffff::9]:443"));
});

test("rejects an invalid network in the list of trusted proxies", () => {
  expect(createClientAddress(["10.0.0.0/99"])).toBeNull();
});
