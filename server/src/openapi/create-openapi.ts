import type { z } from "zod";
import { API_KEY_PREFIX } from "../../../src/core/protocol.ts";
import { SESSION_COOKIE } from "../admin/session/session-cookie.ts";
import { oauthPaths, oauthSchemas } from "./oauth-paths.ts";
import { publicPaths, publicSchemas } from "./public-paths.ts";
import { revocationPaths, revocationSchemas } from "./revocation-paths.ts";
import { securityEventPaths, securityEventSchemas } from "./security-event-paths.ts";
import { threadPaths, threadSchemas } from "./thread-paths.ts";
import { toSchema } from "./to-schema.ts";

const bearer = (description: string) => ({ type: "http", scheme: "bearer", description });

/**
 * The OpenAPI 3.1 document of the routes for tokens, threads, revocations, security events, public keys and health
 * checks. It omits the signed URLs of attachments, which clients use unchanged.
 */
export const publicOpenapi = {
  openapi: "3.1.0",
  info: {
    title: "assistant-cloud-server",
    version: "1",
    description:
      "Issues workspace tokens, and serves the assistant-ui API. Without `threads`, GET /v1/threads returns an empty list, and the other routes of threads return 404.",
    license: { name: "MIT", identifier: "MIT" },
  },
  paths: { ...publicPaths, ...threadPaths, ...oauthPaths, ...revocationPaths, ...securityEventPaths },
  components: {
    schemas: { ...publicSchemas, ...threadSchemas, ...oauthSchemas, ...revocationSchemas, ...securityEventSchemas },
    responses: {
      Refusal: {
        description: "The reason for the refusal.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } },
      },
    },
    securitySchemes: {
      apiKey: bearer(`An API key, ${API_KEY_PREFIX}…; send it from a server only.`),
      idToken: bearer("An ID token of an auth provider that an auth rule trusts."),
      workspaceToken: bearer("A workspace token of this authority."),
    },
  },
} as const;

/**
 * Returns the OpenAPI document of the public routes and the admin API. Derives the bodies and queries of the admin API
 * from the schemas that validate them, so the document always matches the validation.
 */
export async function fullOpenapi(): Promise<object> {
  const { adminRoutes } = await import("./admin-routes.ts");
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, summary, status, body, query, needsNoSession } of adminRoutes) {
    const full = `/admin/api${path.replace(/:(\w+)/g, "{$1}")}`;
    const parameters = [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
        name,
        in: "query",
        schema: toSchema(schema as z.ZodType),
      })),
    ];
    paths[full] = {
      ...paths[full],
      [method]: {
        summary,
        security: needsNoSession ? [] : [{ session: [] }],
        ...(parameters.length === 0 ? {} : { parameters }),
        ...(body === undefined
          ? {}
          : { requestBody: { required: true, content: { "application/json": { schema: toSchema(body) } } } }),
        responses: {
          [status]: status === 204 ? { description: "Success." } : jsonObject,
          ...(needsNoSession ? {} : { 401: { $ref: "#/components/responses/Refusal" } }),
          default: { $ref: "#/components/responses/Refusal" },
        },
      },
    };
  }
  const { components } = publicOpenapi;
  return {
    ...publicOpenapi,
    paths: { ...publicOpenapi.paths, ...paths },
    components: {
      ...components,
      securitySchemes: {
        ...components.securitySchemes,
        session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE, description: "The dashboard's session." },
      },
    },
  };
}

const jsonObject = { description: "Success.", content: { "application/json": { schema: { type: "object" } } } };
