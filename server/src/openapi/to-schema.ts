import { z } from "zod";

/**
 * Converts a zod schema to JSON Schema without `$schema`, because the document declares the dialect once for all
 * schemas.
 */
export function toSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
