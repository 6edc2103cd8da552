import { z } from "zod";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import { refreshBody } from "../visitors/read-refresh-body.ts";

/** A JSON answer of this shape. */
export const json = (schema: object, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
/** Refers to a shape. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
/** The refusals of a route. */
export const refusals = (...statuses: number[]) =>
  Object.fromEntries([...statuses, 500, 503].map((status) => [status, { $ref: "#/components/responses/Refusal" }]));
const header = (name: string, required: boolean, description: string) => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string", minLength: 1, maxLength: 255 },
});

/** The shapes of the public answers. */
export const publicSchemas = {
  Refusal: {
    type: "object",
    required: ["error", "code", "message"],
    properties: {
      error: { type: "string", description: "The hosted cloud's wording." },
      code: { type: "string", pattern: "^[a-z_]+$", description: "Stable, for programs." },
      message: { type: "string" },
      retryAfter: { type: "integer", minimum: 1, description: "With 429: how many seconds to wait." },
      details: { type: "array", description: "With 400: what is wrong with the body." },
    },
  },
  WorkspaceToken: { type: "string", description: "A JWT of 5 minutes.", pattern: "^[\\w-]+\\.[\\w-]+\\.[\\w-]+$" },
  TokenAnswer: {
    type: "object",
    required: ["token"],
    additionalProperties: false,
    properties: { token: ref("WorkspaceToken") },
  },
  VisitorAnswer: {
    type: "object",
    required: ["access_token", "refresh_token"],
    additionalProperties: false,
    properties: {
      access_token: ref("WorkspaceToken"),
      refresh_token: {
        type: "object",
        required: ["token", "expires_at"],
        additionalProperties: false,
        properties: { token: { type: "string" }, expires_at: { type: "string", format: "date-time" } },
      },
    },
  },
  Jwks: {
    type: "object",
    required: ["keys"],
    additionalProperties: false,
    properties: {
      keys: {
        type: "array",
        items: {
          type: "object",
          required: ["kid", "kty", "alg", "use"],
          properties: {
            kid: { type: "string" },
            kty: { type: "string" },
            alg: { type: "string" },
            use: { const: "sig" },
          },
          not: { required: ["d"] },
        },
      },
    },
  },
  Discovery: {
    type: "object",
    required: ["issuer", "jwks_uri"],
    properties: { issuer: { type: "string", format: "uri" }, jwks_uri: { type: "string", format: "uri" } },
  },
  Readiness: {
    type: "object",
    required: ["ready", "missing"],
    additionalProperties: false,
    properties: {
      ready: { type: "boolean" },
      missing: { type: "array", items: { enum: ["database", "signing_key"] } },
    },
  },
} as const;

/** The routes that need no session: of the tokens, the public keys and the checks. */
export const publicPaths = {
  "/v1/auth/tokens": {
    post: {
      operationId: "mint",
      summary: "Make a workspace token with an API key",
      security: [{ apiKey: [] }],
      parameters: [
        header(WORKSPACE_ID_HEADER, true, "The workspace that the token is for."),
        header(USER_ID_HEADER, false, "The user in it. Default: the workspace's id."),
      ],
      responses: { 200: json(ref("TokenAnswer"), "The token."), ...refusals(401, 403, 413, 429) },
    },
  },
  "/v1/auth/tokens/exchange": {
    post: {
      operationId: "exchange",
      summary: "Exchange an auth provider's ID token for a workspace token",
      description:
        "The ID token is sent as bearer, or in a form body of up to 32 KiB where it is too large for a header (8,192 characters).",
      security: [{ idToken: [] }, {}],
      requestBody: {
        required: false,
        content: {
          "application/x-www-form-urlencoded": {
            schema: {
              type: "object",
              required: ["subject_token"],
              properties: { subject_token: { type: "string", description: "The ID token (RFC 8693)." } },
            },
          },
        },
      },
      responses: { 200: json(ref("TokenAnswer"), "The token."), ...refusals(401, 403, 413) },
    },
  },
  "/v1/auth/tokens/anonymous": {
    post: {
      operationId: "anonymous",
      summary: "Welcome a visitor without an account",
      security: [],
      responses: { 200: json(ref("VisitorAnswer"), "The visitor's tokens."), ...refusals(403, 413, 429) },
    },
  },
  "/v1/auth/tokens/refresh": {
    post: {
      operationId: "refresh",
      summary: "Give a visitor new tokens",
      security: [],
      requestBody: {
        required: true,
        content: { "application/json": { schema: z.toJSONSchema(refreshBody, { io: "input" }) } },
      },
      responses: { 200: json(ref("VisitorAnswer"), "The visitor's tokens."), ...refusals(400, 401, 403, 413, 429) },
    },
  },
  "/v1/threads": {
    get: {
      operationId: "threads",
      summary: "No threads: they are kept elsewhere. An ID token is answered with a workspace token in `Authorization`",
      security: [{ apiKey: [] }, { idToken: [] }, { workspaceToken: [] }],
      responses: {
        200: json(
          { type: "object", required: ["threads"], properties: { threads: { type: "array", maxItems: 0 } } },
          "The empty list.",
        ),
        ...refusals(401, 403),
      },
    },
  },
  "/v1/threads/claim": {
    post: {
      operationId: "claim",
      summary: "Move a visitor's threads to the caller, and end the visitor's tokens. 404 without `moveThreads`",
      security: [{ apiKey: [] }, { idToken: [] }, { workspaceToken: [] }],
      requestBody: {
        required: true,
        content: { "application/json": { schema: z.toJSONSchema(refreshBody, { io: "input" }) } },
      },
      responses: {
        200: json(
          {
            type: "object",
            required: ["moved"],
            additionalProperties: false,
            properties: { moved: { type: "integer", minimum: 0 } },
          },
          "How many threads were moved.",
        ),
        ...refusals(400, 401, 403, 404, 413, 429),
      },
    },
  },
  "/.well-known/jwks.json": {
    get: {
      operationId: "jwks",
      summary: "The public keys that workspace tokens are signed with",
      security: [],
      responses: { 200: json(ref("Jwks"), "The JWKS (RFC 7517)."), ...refusals() },
    },
  },
  "/.well-known/openid-configuration": {
    get: {
      operationId: "discovery",
      summary: "Issuer and JWKS, for verifiers",
      security: [],
      responses: { 200: json(ref("Discovery"), "The document.") },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "openapi",
      summary: "This document",
      security: [],
      responses: {
        200: json(
          { type: "object", required: ["openapi", "paths"], properties: { openapi: { const: "3.1.0" } } },
          "It.",
        ),
      },
    },
  },
  "/healthz": {
    get: {
      operationId: "healthz",
      summary: "Whether the process answers",
      security: [],
      responses: {
        200: json({ type: "object", required: ["ok"], properties: { ok: { const: true } } }, "It does."),
      },
    },
  },
  "/readyz": {
    get: {
      operationId: "readyz",
      summary: "Whether tokens can be issued: the database answers and the signing key is open",
      security: [],
      responses: { 200: json(ref("Readiness"), "Yes."), 503: json(ref("Readiness"), "No.") },
    },
  },
} as const;
