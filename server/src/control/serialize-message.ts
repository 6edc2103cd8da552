type Path = readonly string[];

/**
 * Serializes plain data as the JSON `{ value, dates, missing }`. `dates` lists the paths of the dates. `missing` lists
 * the paths of `undefined` in arrays, such as the omitted argument of a call, because JSON would replace it with `null`.
 */
export function serializeMessage(value: unknown): string {
  const dates = findPaths(value, [], (inner) => inner instanceof Date);
  const missing = findPaths(value, [], (inner, parent) => inner === undefined && Array.isArray(parent));
  return JSON.stringify({ value, dates, missing });
}

/**
 * Parses the output of {@link serializeMessage}.
 *
 * @throws `SyntaxError` for any other text
 */
export function parseMessage(text: string): unknown {
  const whole: unknown = JSON.parse(text);
  // Earlier versions send no `missing`. Their messages are parsed, so that both sides can report different versions.
  const { dates, missing = [] } = isObject(whole) ? whole : {};
  if (!isObject(whole) || !Array.isArray(dates) || !Array.isArray(missing))
    throw new SyntaxError("Not a message of the control channel.");
  // The value itself may be a date, so the value is wrapped in an object.
  const root = { value: whole["value"] };
  for (const path of dates as Path[]) {
    replace(root, path, (text) => {
      if (typeof text !== "string") throw new SyntaxError("A date is not a string.");
      return new Date(text);
    });
  }
  for (const path of missing as Path[]) replace(root, path, () => undefined);
  return root.value;
}

function findPaths(
  value: unknown,
  path: Path,
  matches: (value: unknown, parent: unknown) => boolean,
  parent?: unknown,
): Path[] {
  if (matches(value, parent)) return [path];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => findPaths(inner, [...path, key], matches, value));
}

/** Replaces the value at a path below `root.value`. */
function replace(root: Record<string, unknown>, path: Path, toNew: (old: unknown) => unknown): void {
  let holder = root;
  const keys = ["value", ...path];
  for (const key of keys.slice(0, -1)) {
    const next = Object.hasOwn(holder, key) ? holder[key] : null;
    if (!isObject(next)) throw new SyntaxError("A path leads to no value.");
    holder = next;
  }
  const last = keys.at(-1) ?? "";
  holder[last] = toNew(Object.hasOwn(holder, last) ? holder[last] : null);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
