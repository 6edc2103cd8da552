import { expect, test } from "vitest";
import { createClientAddress, type TrustedProxies } from "../../src/config/client-address.ts";

const read = (trusted: TrustedProxies, socket: string | undefined, forwarded?: string) =>
  createClientAddress(trusted)?.(new Headers(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }), socket);

test.each<[string, TrustedProxies, string | undefined, string | undefined, string | null]>([
  ["ignores X-Forwarded-For if no proxy is trusted", 0, "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  ["ignores X-Forwarded-For if the list of trusted networks is empty", [], "192.0.2.1", "203.0.113.9", "192.0.2.1"],
  [
    "with one trusted proxy, uses the address that the proxy added to X-Forwarded-For",
    1,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9",
    "203.0.113.9",
  ],
  [
    "with two trusted proxies, uses the address that the outer proxy added to X-Forwarded-For",
    2,
    "10.0.0.1",
    "1.1.1.1, 203.0.113.9, 10.0.0.2",
    "203.0.113.9",
  ],
  [
    "if X-Forwarded-For has fewer addresses than there are trusted proxies, uses the first address",
    2,
    "10.0.0.1",
    "203.0.113.9",
    "203.0.113.9",
  ],
  ["without X-Forwarded-For, uses the connection's address", 1, "10.0.0.1", undefined, "10.0.0.1"],
  [
    "if X-Forwarded-For has an invalid address, uses the connection's address",
    1,
    "10.0.0.1",
    "1.1.1.1, unknown",
    "10.0.0.1",
  ],
  [
    "if the connection's address is unknown, uses the address that the proxy added",
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
    "with trusted networks, uses the first address if the networks contain all addresses",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "10.0.0.3, 10.0.0.2",
    "10.0.0.3",
  ],
  [
    "with trusted networks, uses the address to the right of an invalid address",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, , 10.0.0.2",
    "10.0.0.2",
  ],
  [
    "with trusted IPv4 networks, matches IPv4-mapped IPv6 addresses",
    ["10.0.0.0/8"],
    "::ffff:10.0.0.1",
    "::ffff:203.0.113.9",
    "203.0.113.9",
  ],
  [
    "with trusted networks, returns null if the connection's address is unknown",
    ["10.0.0.0/8"],
    undefined,
    "203.0.113.9",
    null,
  ],
])("S56 %s", (_, trusted, socket, forwarded, expected) => {
  expect(read(trusted, socket, forwarded)).toBe(expected);
});

test("S56 counts the IPv6 callers of a /64 network as one caller", () => {
  expect(read(1, "10.0.0.1", "2001:db8:1:2::1")).toBe(read(1, "10.0.0.1", "[2001:db8:1:2:ffff::9]:443"));
});

test("rejects an invalid network in the list of trusted proxies", () => {
  expect(createClientAddress(["10.0.0.0/99"])).toBeNull();
});
