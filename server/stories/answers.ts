/** Returns the response to a request from the overview page. `path` is relative to the authority's URL. */
export type Answer = (path: string) => Promise<Response>;

const documents: Record<string, unknown> = {
  healthz: { ok: true },
  ".well-known/openid-configuration": {
    issuer: "https://auth.example",
    jwks_uri: "https://auth.example/.well-known/jwks.json",
  },
  ".well-known/jwks.json": {
    keys: [
      { kid: "gf0zVYvZQ1mBbmXdUSF3fQ0pQ7m9nB8qkqkH2w1s5tE", kty: "EC", crv: "P-256", alg: "ES256" },
      { kid: "5d3fJm0R9sSgYVb2dWwCqkqjzY8o2v4n1xTtP6aLQeM", kty: "EC", crv: "P-256", alg: "ES256" },
    ],
  },
};

export const answers: Answer = async (path) => Response.json(documents[path]);

export const neverResponds: Answer = () => new Promise(() => {});

export const isUnreachable: Answer = () => Promise.reject(new TypeError("Failed to fetch"));

/** Simulates an authority that cannot reach its database. It responds to a request for the JWKS with the status 503. */
export const withoutKeys: Answer = async (path) =>
  path.endsWith("jwks.json") ? Response.json({ error: "Service Unavailable" }, { status: 503 }) : answers(path);
