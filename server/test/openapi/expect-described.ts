import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { publicOpenapi } from "../../src/openapi/create-openapi.ts";

/** An operation of the OpenAPI document. */
export interface Operation {
  operationId?: string;
  security: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: { "application/json": { schema: { properties?: object } } } };
  responses: Record<string, { $ref?: string; content?: { "application/json": { schema: object } } }>;
}
/** The paths of the OpenAPI document. */
export type Paths = Record<string, Record<string, Operation>>;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(publicOpenapi, "openapi");

/** Throws unless the OpenAPI document describes the given response of a route. */
export function expectDescribed(path: string, method: string, { status, body }: { status: number; body: unknown }) {
  const operation = (publicOpenapi.paths as unknown as Paths)[path]?.[method];
  const response = operation?.responses[String(status)];
  expect(response, `${method} ${path} has no ${status}`).toBeDefined();
  // The only other response without JSON is the security event's, which has no body.
  if (path === "/v1/auth/security-events" && status === 202) return;
  const steps = response?.$ref
    ? "/components/responses/Refusal"
    : `/paths/${path.replaceAll("/", "~1").replace(/[{}]/g, encodeURIComponent)}/${method}/responses/${status}`;
  const validate = ajv.getSchema(`openapi#${steps}/content/application~1json/schema`);
  expect(validate, steps).toBeDefined();
  expect(validate?.(body), `${path} ${status}: ${ajv.errorsText(validate?.errors)}`).toBe(true);
}
