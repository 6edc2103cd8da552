import { describe, expect, it } from "vitest";
import { readDiscovery } from "../../../dashboard/overview/documents/read-discovery.ts";
import { readSigningKeys } from "../../../dashboard/overview/documents/read-signing-keys.ts";

describe("the discovery document", () => {
  it("returns the issuer and the JWKS URL", () => {
    expect(readDiscovery({ issuer: "https://a.example", jwks_uri: "https://a.example/jwks", more: 1 })).toEqual({
      issuer: "https://a.example",
      jwksUrl: "https://a.example/jwks",
    });
  });

  it.each([[null], ["text"], [[]], [{}], [{ issuer: 1, jwks_uri: "x" }], [{ issuer: "x" }]])("rejects %j", (body) => {
    expect(readDiscovery(body)).toBeNull();
  });
});

describe("the published keys", () => {
  it("reads only the identifying fields of the published keys", () => {
    const keys = [
      { kid: "one", kty: "EC", crv: "P-256", alg: "ES256", x: "…" },
      { kid: "two", kty: "RSA" },
    ];
    expect(readSigningKeys({ keys })).toEqual([
      { kid: "one", algorithm: "ES256", kind: "EC P-256" },
      { kid: "two", algorithm: "not named", kind: "RSA" },
    ]);
    expect(readSigningKeys({ keys: [] })).toEqual([]);
  });

  it.each([[null], [{}], [{ keys: {} }], [{ keys: [null] }], [{ keys: [{ kid: 1, kty: "EC" }] }]])(
    "rejects the key set %j",
    (body) => {
      expect(readSigningKeys(body)).toBeNull();
    },
  );
});
