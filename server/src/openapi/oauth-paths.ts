import { ACCESS_TOKEN_TYPE, SUBJECT_TOKEN_TYPES, TOKEN_EXCHANGE_GRANT } from "../base/oauth-names.ts";
import { json, ref } from "./public-paths.ts";

/** The OpenAPI schemas of the routes for OAuth clients. */
export const oauthSchemas = {
  OauthAnswer: {
    type: "object",
    required: ["access_token", "issued_token_type", "token_type", "expires_in"],
    additionalProperties: false,
    properties: {
      access_token: ref("WorkspaceToken"),
      issued_token_type: { const: ACCESS_TOKEN_TYPE },
      token_type: { const: "Bearer" },
      expires_in: { type: "integer", minimum: 1, description: "In seconds." },
    },
  },
  OauthRefusal: {
    type: "object",
    required: ["error", "error_description", "code"],
    additionalProperties: false,
    properties: {
      error: { type: "string", description: "A code of RFC 6749, RFC 8693 or RFC 8707." },
      error_description: { type: "string" },
      code: { type: "string", pattern: "^[a-z_]+$", description: "A stable code, the same as of the exchange route." },
    },
  },
  AuthorizationServer: {
    type: "object",
    required: ["issuer", "token_endpoint", "grant_types_supported", "response_types_supported"],
    properties: {
      issuer: { type: "string", format: "uri" },
      token_endpoint: { type: "string", format: "uri" },
      jwks_uri: { type: "string", format: "uri" },
      grant_types_supported: { type: "array", items: { type: "string" } },
      response_types_supported: { type: "array", items: { type: "string" } },
    },
  },
  ProtectedResource: {
    type: "object",
    required: ["resource", "authorization_servers"],
    properties: {
      resource: { type: "string", format: "uri" },
      authorization_servers: { type: "array", items: { type: "string", format: "uri" } },
    },
  },
} as const;

/** The OpenAPI paths for OAuth clients: token exchange (RFC 8693) and metadata (RFC 8414, RFC 9728). */
export const oauthPaths = {
  "/oauth/token": {
    post: {
      operationId: "tokenExchange",
      summary: "Exchange an ID token by OAuth 2.0 Token Exchange (RFC 8693)",
      security: [],
      requestBody: {
        required: true,
        content: {
          "application/x-www-form-urlencoded": {
            schema: {
              type: "object",
              required: ["grant_type", "subject_token", "subject_token_type"],
              properties: {
                grant_type: { const: TOKEN_EXCHANGE_GRANT },
                subject_token: { type: "string", description: "The ID token, up to 32 KiB." },
                subject_token_type: { enum: SUBJECT_TOKEN_TYPES },
                requested_token_type: { const: ACCESS_TOKEN_TYPE },
              },
            },
          },
        },
      },
      responses: {
        200: json(ref("OauthAnswer"), "The workspace token."),
        ...Object.fromEntries(
          [400, 401, 413, 429, 500, 503].map((status) => [status, json(ref("OauthRefusal"), "RFC 6749, section 5.2.")]),
        ),
      },
    },
  },
  "/.well-known/oauth-authorization-server": {
    get: {
      operationId: "authorizationServer",
      summary: "Return the token endpoint for OAuth clients (RFC 8414)",
      security: [],
      responses: { 200: json(ref("AuthorizationServer"), "The document.") },
    },
  },
  "/.well-known/oauth-protected-resource": {
    get: {
      operationId: "protectedResource",
      summary: "Return the issuer of this API's tokens (RFC 9728)",
      security: [],
      responses: { 200: json(ref("ProtectedResource"), "The document.") },
    },
  },
} as const;
