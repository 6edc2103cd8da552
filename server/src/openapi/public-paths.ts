import { z } from "zod";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import { refreshBody } from "../visitors/read-refresh-body.ts";

/** Returns the OpenAPI description of a JSON response with this schema. */
export const json = (schema: object, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
/** Returns a reference to a schema by its name in `components.schemas`. */
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
/** Returns the OpenAPI descriptions of error responses with these statuses, and with 500 and 503. */
export const refusals = (...statuses: number[]) =>
  Object.fromEntries([...statuses, 500, 503].map((status) => [status, { $ref: "#/components/responses/Refusal" }]));
const header = (name: string, required: boolean, description: string) => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string", minLength: 1, maxLength: 255 },
});

/** The OpenAPI schemas of the public responses. */
export const publicSchemas = {
  Refusal: {
    type: "object",
    required: ["error", "code", "message"],
    properties: {
      error: { type: "string", description: "The hosted cloud's wording." },
      code: { type: "string", pattern: "^[a-z_]+$", description: "A stable code for programs." },
      message: { type: "string" },
      retryAfter: { type: "integer", minimum: 1, description: "With 429: seconds to wait." },
      details: { type: "array", description: "With 400: the problems of the body." },
    },
  },
  WorkspaceToken: {
    type: "string",
    description: "A JWT that is valid for 5 minutes.",
    pattern: "^[\\w-]+\\.[\\w-]+\\.[\\w-]+$",
  },
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

/** The OpenAPI paths for workspace tokens, visitors' threads, public keys and health checks. */
export const publicPaths = {
  "/v1/auth/tokens": {
    post: {
      operationId: "mint",
      summary: "Mint a workspace token with an API key",
      security: [{ apiKey: [] }],
      parameters: [
        header(WORKSPACE_ID_HEADER, true, "The workspace of the token."),
        header(USER_ID_HEADER, false, "The user of the token. Default: `__SYSTEM__`."),
      ],
      responses: { 200: json(ref("TokenAnswer"), "The token."), ...refusals(401, 403, 413, 429) },
    },
  },
  "/v1/auth/tokens/exchange": {
    post: {
      operationId: "exchange",
      summary: "Exchange an auth provider's ID token for a workspace token",
      description:
        "Send the ID token as a bearer token, or in a form body of up to 32 KiB if it exceeds a header (8,192 characters).",
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
      summary: "Issue tokens to a visitor without an account",
      security: [],
      responses: { 200: json(ref("VisitorAnswer"), "The visitor's tokens."), ...refusals(403, 413, 429) },
    },
  },
  "/v1/auth/tokens/refresh": {
    post: {
      operationId: "refresh",
      summary: "Issue new tokens to a visitor",
      security: [],
      requestBody: {
        required: true,
        content: { "application/json": { schema: z.toJSONSchema(refreshBody, { io: "input" }) } },
      },
      responses: { 200: json(ref("VisitorAnswer"), "The visitor's tokens."), ...refusals(400, 401, 403, 413, 429) },
    },
  },
  "/v1/threads/claim": {
    post: {
      operationId: "claim",
      summary:
        "Move a visitor's threads to the caller and revoke the visitor's refresh tokens. 404 with `threads: false`, unless `moveThreads` is set",
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
          "The number of moved threads.",
        ),
        ...refusals(400, 401, 403, 404, 413, 429),
      },
    },
  },
  "/.well-known/jwks.json": {
    get: {
      operationId: "jwks",
      summary: "Return the public keys that verify workspace tokens",
      security: [],
      responses: { 200: json(ref("Jwks"), "The JWKS (RFC 7517)."), ...refusals() },
    },
  },
  "/.well-known/openid-configuration": {
    get: {
      operationId: "discovery",
      summary: "Return issuer and JWKS URL for verifiers",
      security: [],
      responses: { 200: json(ref("Discovery"), "The document.") },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "openapi",
      summary: "Return this document",
      security: [],
      responses: {
        200: json(
          { type: "object", required: ["openapi", "paths"], properties: { openapi: { const: "3.1.0" } } },
          "This document.",
        ),
      },
    },
  },
  "/healthz": {
    get: {
      operationId: "healthz",
      summary: "Check whether the process answers",
      security: [],
      responses: {
        200: json({ type: "object", required: ["ok"], properties: { ok: { const: true } } }, "The process answers."),
      },
    },
  },
  "/readyz": {
    get: {
      operationId: "readyz",
      summary: "Check whether tokens can be issued: the database answers and the signing key is decrypted",
      security: [],
      responses: { 200: json(ref("Readiness"), "Ready."), 503: json(ref("Readiness"), "Not ready.") },
    },
  },
} as const;
