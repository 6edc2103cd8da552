/** An object that was parsed from JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells whether a parsed value is an object, not an array or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns those of the keys that a part has with a value: optional fields are left out rather than set to undefined. */
export function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (source[key] == null ? [] : [[key, source[key]]])));
}
