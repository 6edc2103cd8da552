import { describe, expect, it } from "vitest";
import { readDiscovery } from "../../../dashboard/overview/documents/read-discovery.ts";
import { readSigningKeys } from "../../../dashboard/overview/documents/read-signing-keys.ts";

describe("the authority's discovery document in the dashboard", () => {
  it("reads the issuer and the JWKS URL of a discovery document", () => {
    expect(readDiscovery({ issuer: "https://a.example", jwks_uri: "https://a.example/jwks", more: 1 })).toEqual({
      issuer: "https://a.example",
      jwksUrl: "https://a.example/jwks",
    });
  });

  it.each([[null], ["text"], [[]], [{}], [{ issuer: 1, jwks_uri: "x" }], [{ issuer: "x" }]])(
    "rejects the discovery document %j",
    (body) => {
      expect(readDiscovery(body)).toBeNull();
    },
  );
});

describe("the published signing keys in the dashboard", () => {
  it("reads only the id, type, curve and algorithm of a published key", () => {
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
