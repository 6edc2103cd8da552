import { z } from "zod";

/**
 * Returns the error message for a value whose JSON type does not match the schema `expected`. If the result is
 * undefined, zod's own message appears.
 */
export type ExplainType = (expected: z.ZodType) => string | undefined;

type JsonShape<Field extends z.ZodType> =
  undefined extends z.input<Field>
    ? z.ZodOptional<z.ZodType<Exclude<z.input<Field>, undefined>, Exclude<z.input<Field>, undefined>>>
    : z.ZodType<z.input<Field>, z.input<Field>>;

/**
 * Returns schemas that check only the JSON types of an object schema's fields. The returned schemas ignore ranges,
 * formats, defaults and transforms. Use them to read a document whose content the full schema checks later.
 *
 * @param fields the `shape` of an object schema; a field with a default becomes optional
 * @param explain returns the message for a value of the wrong type. Default: zod's own messages.
 */
export function jsonShapeOf<Fields extends Readonly<Record<string, z.ZodType>>>(
  fields: Fields,
  explain: ExplainType = () => undefined,
): { [Name in keyof Fields]: JsonShape<Fields[Name]> } {
  const shape = Object.entries(fields).map(([name, field]) => [name, toJsonType(field, explain)]);
  return Object.fromEntries(shape) as { [Name in keyof Fields]: JsonShape<Fields[Name]> };
}

function toJsonType(schema: z.ZodType, explain: ExplainType): z.ZodType {
  const inner = (part: z.core.$ZodType) => toJsonType(part as z.ZodType, explain);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return inner(schema.unwrap()).optional();
  if (schema instanceof z.ZodNullable) return inner(schema.unwrap()).nullable();
  if (schema instanceof z.ZodPipe) return inner(schema.in);
  const message = explain(schema);
  const error = message === undefined ? {} : { error: () => message };
  if (schema.def.type === "string") return z.string(error);
  if (schema.def.type === "number") return z.number(error);
  if (schema instanceof z.ZodArray) return z.array(inner(schema.element), error);
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(inner), error);
  if (schema instanceof z.ZodRecord) {
    return z.record(inner(schema.keyType) as z.ZodString, inner(schema.valueType), error);
  }
  return schema.clone({ ...schema.def, ...error, checks: [] } as typeof schema.def);
}
