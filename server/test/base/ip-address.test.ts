import fc from "fast-check";
import { expect, test } from "vitest";
import { networkOf, readAddress, readNetworks } from "../../src/base/ip-address.ts";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  [" 192.0.2.1 ", "192.0.2.1"],
  ["192.0.2.1:4711", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:c000:0201", "192.0.2.1"],
  ["[::ffff:192.0.2.1]:80", "192.0.2.1"],
  ["2001:DB8::1", "2001:db8:0:0:0:0:0:1"],
  ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8:0:0:0:0:0:1"],
  ["[2001:db8::1]", "2001:db8:0:0:0:0:0:1"],
  ["[2001:db8::1]:443", "2001:db8:0:0:0:0:0:1"],
  ["fe80::1%eth0", "fe80:0:0:0:0:0:0:1"],
  ["::1", "0:0:0:0:0:0:0:1"],
])("S56 parses the text %j as the address %s", (text, address) => {
  expect(readAddress(text)).toBe(address);
});

test.each([
  "",
  "unknown",
  "_hidden",
  "192.0.2",
  "192.0.2.256",
  "0300.0.2.1",
  "3221225985",
  "2001:db8",
  "a.example",
  "::1::2",
  "[::1",
])("S56 rejects the text %j as an address", (text) => {
  expect(readAddress(text)).toBeNull();
});

test("S56 networkOf() maps an IPv6 address to its /64 network and an IPv4 address to itself", () => {
  const of = (text: string) => networkOf(readAddress(text) ?? "");
  expect(of("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(of("2001:db8:1:2::ffff")).toBe(of("2001:db8:1:2:3:4:5:6"));
  expect(of("2001:db8:1:3::")).not.toBe(of("2001:db8:1:2::"));
  expect(of("::ffff:192.0.2.1")).toBe("192.0.2.1");
});

test("S56 treats all spellings of an IPv6 address as one caller", () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const once = readAddress(text);
      expect(once).not.toBeNull();
      expect(readAddress(once ?? "")).toBe(once);
      expect(readAddress(text.toUpperCase())).toBe(once);
    }),
  );
});

test("matches addresses against a list of networks, and rejects a list with an invalid network", () => {
  const inside = readNetworks(["10.0.0.0/8", "192.0.2.7", "fd00::/8", "::1"]);
  const is = (text: string) => inside?.(readAddress(text) ?? "");
  for (const text of ["10.1.2.3", "::ffff:10.1.2.3", "192.0.2.7", "fd12::1", "::1"]) expect(is(text), text).toBe(true);
  for (const text of ["11.0.0.1", "192.0.2.8", "fe00::1", "::2"]) expect(is(text), text).toBe(false);
  for (const text of [
    "",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "fd00::/129",
    "a.example",
    "10.0.0.0/-1",
    "[::1]",
    " ::1",
  ]) {
    expect(readNetworks([text]), text).toBeNull();
  }
});
