import { expect, test } from "vitest";
import { JwksFailure, type JwksFailureCode } from "../../../src/verify/jwks/jwks-failure.ts";
import { explainJwksFailure } from "../../src/explain/explain-jwks-failure.ts";

const URL = "https://id.example.com/jwks";

test.each<[JwksFailureCode, string, RegExp, RegExp]>([
  ["unknown_host", "getaddrinfo ENOTFOUND id.internal", /DNS does not know/, /typing error/],
  ["connection_refused", "connect ECONNREFUSED 10.0.0.1:443", /refuses the connection/, /port/],
  ["unreachable", "read ECONNABORTED 10.0.0.1", /cannot be reached/, /network/],
  ["private_address", "", /not public/, /--allow-insecure-jwks/],
  ["redirect", "302", /answered 302/, /target address/],
  ["client_error", "404", /answered 404/, /jwks_uri/],
  ["server_error", "503", /answered 503/, /later/],
  ["not_json", "", /not JSON/, /https:\/\/id\.example\.com\/jwks/],
  ["not_jwks", "", /no list of keys/, /jwks_uri/],
  ["certificate_map", "", /X\.509/, /own JWKS endpoint/],
])("explains the JWKS failure %s and hides the platform's error text", (code, detail, message, remedy) => {
  const explained = explainJwksFailure(new JwksFailure(code, detail), URL);
  expect(explained).toEqual({ message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) });
  expect(explained.message).not.toMatch(/E[A-Z]{4,}|10\.0\.0\.1|internal/);
});
