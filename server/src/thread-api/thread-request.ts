import type { Context } from "hono";
import type { z } from "zod";
import { type PlainRefusalCode, Refusal } from "../base/refusal.ts";
import { respond } from "../http/respond.ts";
import type { WriteResult } from "../threads/message-store.ts";
import { isStorable } from "../threads/thread-bodies.ts";
import type { ThreadScope } from "../threads/thread-scope.ts";
import type { AuthenticateThreadCaller } from "./thread-api-dependencies.ts";

/**
 * Returns a function that creates route handlers. A handler authenticates the caller, then responds with the result of
 * `work`.
 */
export function createThreadHandler(authenticate: AuthenticateThreadCaller) {
  return (work: (c: Context, scope: ThreadScope) => Promise<ThreadResponse>) => async (c: Context) => {
    const { scope, headers } = await authenticate(c);
    const { body, status = 200 } = await work(c, scope);
    return respond(body, headers, status);
  };
}

/** A successful response. `body` is an object, or text that already is JSON. */
export interface ThreadResponse {
  readonly body: object | string;
  /** The HTTP status. Default: 200. */
  readonly status?: 200 | 201 | 202;
}

/** Parses a JSON body and validates it with a schema. Throws `schema_validation` with the list of invalid fields. */
export async function readJsonBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal("schema_validation", { details: [{ path: "", message: "The body must be JSON." }] });
  }
  return parse(body, schema);
}

/** Parses an optional JSON body and validates it with a schema. A missing body is treated as an empty object. */
export async function readOptionalBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return (await c.req.text()).trim() === "" ? parse({}, schema) : readJsonBody(c, schema);
}

/** Parses a request's query and validates it with a schema. If a parameter is repeated, its first value is used. */
export function readQueryOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  return parse(c.req.query(), schema);
}

function parse<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new Refusal("schema_validation", { details });
}

/**
 * Returns a decoded parameter of the route's path. If PostgreSQL cannot store the parameter, returns an empty text. No
 * stored id is empty, so the route then responds as for an unknown id.
 */
export function pathPart(c: Context, name: "thread" | "message" | "lease" | "user"): string {
  const part = c.req.param(name) ?? "";
  return isStorable(part) ? part : "";
}

/** Returns the value of a successful write. For a rejected write, throws a refusal with the write's refusal code. */
export function unwrap<T>({ value, fault }: WriteResult<T, PlainRefusalCode>): T {
  if (fault !== undefined) throw new Refusal(fault);
  return value as T;
}
