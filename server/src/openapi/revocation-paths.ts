import { z } from "zod";
import { revocationBody } from "../revocations/revocation-body.ts";
import { json, ref, refusals } from "./public-paths.ts";

/** The shapes of sign-outs. */
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
      created_by: { type: "string", description: "The API key or auth rule, else `admin`, `cli` or `program`." },
      created_at: { type: "string", format: "date-time" },
      expires_at: { type: "string", format: "date-time", description: "From then on no token can be that old." },
    },
  },
  RevocationList: {
    type: "object",
    required: ["revocations"],
    additionalProperties: false,
    properties: { revocations: { type: "string", description: "A JWT of the type `aui-revocations+jwt`." } },
  },
} as const;

/** The routes that sign users out, and by which verifiers learn of it. */
export const revocationPaths = {
  "/v1/auth/revocations": {
    post: {
      operationId: "revoke",
      summary: "Sign out a user, a workspace or everyone: refuse their tokens that were issued before a moment",
      description:
        "All processes answer such a token with 401 `token_revoked` within a second. A new sign-in is accepted.",
      security: [{ apiKey: [] }],
      requestBody: {
        required: true,
        content: { "application/json": { schema: z.toJSONSchema(revocationBody, { io: "input" }) } },
      },
      responses: { 201: json(ref("Revocation"), "What is stored."), ...refusals(400, 401, 403, 413, 429) },
    },
  },
  "/v1/auth/revocations/list": {
    get: {
      operationId: "revocationList",
      summary: "The sign-outs of the last hour, signed, for verifiers; users and workspaces by their hashes",
      security: [],
      responses: { 200: json(ref("RevocationList"), "The list, with an entity tag."), ...refusals() },
    },
  },
} as const;
