/**
 * Returns headers of any type as a record with lowercase names. The function does not use `Headers`, because some
 * platforms lack this class.
 */
export function toHeaderRecord(headers: HeadersInit = {}): Record<string, string> {
  const isList = Array.isArray(headers) || typeof headers.entries === "function";
  const record: Record<string, string> = {};
  for (const [name = "", value = ""] of isList ? (headers as Headers) : Object.entries(headers)) {
    const key = name.toLowerCase();
    record[key] = key in record ? `${record[key]}, ${value}` : value;
  }
  return record;
}
