export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns whether a parsed value is an object, rather than an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Copies the given keys of an object; omits keys whose value is null or undefined. */
export function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (source[key] == null ? [] : [[key, source[key]]])));
}
