import type { z } from "zod";
import { Refusal } from "../../base/refusal.ts";
import { toFieldMessages } from "./to-field-messages.ts";

const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype"];

/**
 * Parses a request body with a schema. Throws a refusal with status 400 if the body is not a JSON object or does not
 * match the schema. Keys such as `__proto__`, and text that PostgreSQL cannot store, also cause this refusal.
 */
export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text, rejectPrototypeKey);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("json_malformed");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Refusal("json_malformed");
  return parseOrThrow(body, schema);
}

/**
 * Parses the query of a URL with a schema. Throws a refusal with status 400 if the query repeats a parameter or does
 * not match the schema. Text that PostgreSQL cannot store also causes this refusal.
 */
export function readQuery<Schema extends z.ZodType>(url: string, schema: Schema): z.output<Schema> {
  const query = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (query.has(name)) throw new Refusal("fields_invalid", { fields: { [name]: "Must not be repeated" } });
    query.set(name, value);
  }
  return parseOrThrow(Object.fromEntries(query), schema);
}

function parseOrThrow<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const unstorablePath = findUnstorableText(value);
  if (unstorablePath !== null)
    throw new Refusal("fields_invalid", { fields: { [unstorablePath]: "Must not contain NUL or half a character" } });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal("fields_invalid", { fields: toFieldMessages(result.error) });
}

function rejectPrototypeKey(key: string, value: unknown): unknown {
  if (PROTOTYPE_KEYS.includes(key)) {
    throw new Refusal("fields_invalid", { fields: { [key]: "Must not be used as a name" } });
  }
  return value;
}

/**
 * Returns the path of the first string that PostgreSQL cannot store; null if all strings can be stored. PostgreSQL
 * cannot store NUL or lone surrogates. For a key with such a character, returns the path of the object that has the
 * key.
 */
function findUnstorableText(value: unknown, path = ""): string | null {
  if (typeof value === "string") return isUnstorableText(value) ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (isUnstorableText(name)) return path;
    const found = findUnstorableText(inner, path === "" ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

const isUnstorableText = (text: string): boolean => text.includes("\0") || /\p{Cs}/u.test(text);
