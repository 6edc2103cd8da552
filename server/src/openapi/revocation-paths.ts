import { z } from "zod";
import { revocationBody } from "../revocations/revocation-body.ts";
import { json, ref, refusals } from "./public-paths.ts";

/** The OpenAPI schemas of revocations and of the signed list. */
export const revocationSchemas = {
  Revocation: {
    type: "object",
    required: ["id", "user_id", "workspace_id", "issued_before", "created_by", "created_at", "expires_at"],
    additionalProperties: false,
    properties: {
      id: { type: "string" },
      user_id: { type: ["string", "null"] },
      workspace_id: { type: ["string", "null"] },
      issued_before: { type: "string", format: "date-time" },
      created_by: {
        type: "string",
        description: "The id of the API key or auth rule, or the admin's name; otherwise `admin`, `cli` or `program`.",
      },
      created_at: { type: "string", format: "date-time" },
      expires_at: { type: "string", format: "date-time", description: "When every affected token has expired." },
    },
  },
  RevocationList: {
    type: "object",
    required: ["revocations"],
    additionalProperties: false,
    properties: { revocations: { type: "string", description: "A JWT of type `aui-revocations+jwt`." } },
  },
} as const;

/** The OpenAPI paths of revocations. Backends create revocations, and verifiers fetch the signed list. */
export const revocationPaths = {
  "/v1/auth/revocations": {
    post: {
      operationId: "revoke",
      summary: "Sign out a user, a workspace or everyone: revoke their tokens issued before a time",
      description:
        "Within a second, every process answers such a token with 401 `token_revoked`. A new sign-in is accepted.",
      security: [{ apiKey: [] }],
      requestBody: {
        required: true,
        content: { "application/json": { schema: z.toJSONSchema(revocationBody, { io: "input" }) } },
      },
      responses: { 201: json(ref("Revocation"), "The stored revocation."), ...refusals(400, 401, 403, 413, 429) },
    },
  },
  "/v1/auth/revocations/list": {
    get: {
      operationId: "revocationList",
      summary:
        "Return the revocations of the last hour as a signed list for verifiers; users and workspaces are hashed",
      security: [],
      responses: { 200: json(ref("RevocationList"), "The list, with an ETag."), ...refusals() },
    },
  },
} as const;
