import { describe, expect, test } from "vitest";
import { findJwksUrlFault, isPublicAddress } from "../../src/jwks/jwks-url.ts";

test.each([
  "https://clerk.example.com/.well-known/jwks.json",
  "https://example.com:8443/jwks",
  "https://8.8.8.8/jwks",
  "https://[2606:4700::1111]/jwks",
  "https://example.com./jwks",
])("S31 allows the JWKS URL %s", (url) => {
  expect(findJwksUrlFault(url, false)).toBeNull();
});

test.each([
  "http://example.com/jwks",
  "ftp://example.com/jwks",
  "file:///etc/passwd",
  "data:application/json,{}",
  "javascript:alert(1)",
  "https://user@example.com/jwks",
  "https://user:password@example.com/jwks",
  "https://example.com/jwks#fragment",
  "https://example.com:22/jwks",
  "https://example.com:1023/jwks",
  "//example.com/jwks",
  "example.com",
  "",
])("S31 rejects the JWKS URL %j", (url) => {
  expect(findJwksUrlFault(url, false)).toEqual(expect.any(String));
});

test.each([
  "https://localhost/jwks",
  "https://localhost./jwks",
  "https://LOCALHOST/jwks",
  "https://a.localhost/jwks",
  "https://router.local/jwks",
  "https://db.internal/jwks",
  "https://metadata/jwks",
  "https://127.0.0.1/jwks",
  "https://127.1/jwks",
  "https://2130706433/jwks",
  "https://0177.0.0.1/jwks",
  "https://0x7f.1/jwks",
  "https://0.0.0.0/jwks",
  "https://10.1.2.3/jwks",
  "https://100.64.0.1/jwks",
  "https://169.254.169.254/latest/meta-data",
  "https://172.16.0.1/jwks",
  "https://192.168.0.1/jwks",
  "https://[::1]/jwks",
  "https://[::]/jwks",
  "https://[::ffff:127.0.0.1]/jwks",
  "https://[::ffff:7f00:1]/jwks",
  "https://[64:ff9b::7f00:1]/jwks",
  "https://[fd00::1]/jwks",
  "https://[fe80::1]/jwks",
  "https://[2002:7f00:1::]/jwks",
])("S32 rejects the private JWKS URL %s", (url) => {
  expect(findJwksUrlFault(url, false)).toEqual(expect.any(String));
});

test.each([
  ["64:ff9b::808:808", true],
  ["64:ff9b::8.8.8.8", true],
  ["64:FF9B:0:0:0:0:0808:0808", true],
  ["64:ff9b::10.0.0.1", false],
  ["64:ff9b::127.0.0.1", false],
  ["64:ff9b::a9fe:a9fe", false],
  ["64:ff9b:1::808:808", false],
  ["64:ff9b::1:808:808", false],
])("S74 for the NAT64 address %s, isPublicAddress() returns %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
  expect(findJwksUrlFault(`https://[${address}]/jwks`, false) === null).toBe(isPublic);
});

describe("S38 JWKS URLs in development mode", () => {
  test.each(["http://localhost:3000/jwks", "http://127.0.0.1:3000/jwks", "http://[::1]:3000/jwks"])(
    "development mode allows the local JWKS URL %s",
    (url) => {
      expect(findJwksUrlFault(url, true)).toBeNull();
      expect(findJwksUrlFault(url, false)).toEqual(expect.any(String));
    },
  );

  test.each([
    "http://example.com/jwks",
    "http://192.168.0.1/jwks",
    "http://127.0.0.1.example.com/jwks",
    "https://10.0.0.1/jwks",
  ])("development mode rejects the JWKS URL %s", (url) => {
    expect(findJwksUrlFault(url, true)).toEqual(expect.any(String));
  });
});

test("S32 isPublicAddress() returns false for text that is not an IP address", () => {
  for (const text of ["", "example.com", "1.2.3", "1.2.3.4.5", "gggg::1"]) expect(isPublicAddress(text)).toBe(false);
});
