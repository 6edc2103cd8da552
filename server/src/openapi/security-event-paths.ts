import { json, ref, refusals } from "./public-paths.ts";

/** The OpenAPI schema of the response to a rejected security event. */
export const securityEventSchemas = {
  DeliveryError: {
    type: "object",
    required: ["err", "description"],
    additionalProperties: false,
    properties: {
      err: {
        enum: ["invalid_request", "invalid_key", "invalid_issuer", "invalid_audience", "authentication_failed"],
        description: "A code of RFC 8935, section 2.4.",
      },
      description: { type: "string" },
    },
  },
} as const;

/** The OpenAPI path of the route that receives security events from identity providers. */
export const securityEventPaths = {
  "/v1/auth/security-events": {
    post: {
      operationId: "pushSecurityEvent",
      summary:
        "Accept a security event of an auth rule's issuer (RFC 8935); CAEP's session-revoked signs its user out everywhere",
      security: [],
      requestBody: {
        required: true,
        content: { "application/secevent+jwt": { schema: { type: "string", description: "A SET (RFC 8417)." } } },
      },
      responses: {
        202: { description: "Accepted." },
        ...refusals(413),
        400: json(ref("DeliveryError"), "The reason for the rejection."),
      },
    },
  },
} as const;
