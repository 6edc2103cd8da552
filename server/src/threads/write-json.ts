/**
 * Returns the JSON text of a value from `JSON.parse`; null if the value is nested too deeply. `JSON.parse` reads any
 * depth, but `JSON.stringify` recurses and overflows the stack after a few thousand levels.
 */
export function writeJson(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
