type Path = readonly string[];

/** Serializes plain data as the JSON `{ value, dates }`, where `dates` lists the paths of the dates. */
export function serializeMessage(value: unknown): string {
  return JSON.stringify({ value, dates: findDates(value, []) });
}

/**
 * Parses the output of {@link serializeMessage}.
 *
 * @throws `SyntaxError` for any other text
 */
export function parseMessage(text: string): unknown {
  const whole: unknown = JSON.parse(text);
  if (!isObject(whole) || !Array.isArray(whole["dates"]))
    throw new SyntaxError("Not a message of the control channel.");
  // The value itself may be a date, so the value is wrapped in an object.
  const root = { value: whole["value"] };
  for (const path of whole["dates"] as Path[]) setDate(root, ["value", ...path]);
  return root.value;
}

function findDates(value: unknown, path: Path): Path[] {
  if (value instanceof Date) return [path];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => findDates(inner, [...path, key]));
}

function setDate(root: Record<string, unknown>, path: Path): void {
  let holder = root;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(holder, key) ? holder[key] : null;
    if (!isObject(next)) throw new SyntaxError("The path of a date leads to no value.");
    holder = next;
  }
  const last = path.at(-1) ?? "";
  const text = Object.hasOwn(holder, last) ? holder[last] : null;
  if (typeof text !== "string") throw new SyntaxError("A date is not a string.");
  holder[last] = new Date(text);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
