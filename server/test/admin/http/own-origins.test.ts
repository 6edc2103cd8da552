import { expect, test } from "vitest";
import { ownOriginsOf } from "../../../src/admin/http/own-origins.ts";

test("S58 S60 the dashboard's own origin is the issuer's URL without a path", () => {
  expect(ownOriginsOf("https://auth.example.com")).toEqual(["https://auth.example.com"]);
  expect(ownOriginsOf("https://example.com:8443/auth")).toEqual(["https://example.com:8443"]);
});

test("if the issuer's host is local, the dashboard's own origins are localhost, 127.0.0.1 and [::1]", () => {
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
    expect(ownOriginsOf(`http://${host}:8787`)).toEqual([
      "http://localhost:8787",
      "http://127.0.0.1:8787",
      "http://[::1]:8787",
    ]);
  }
});
