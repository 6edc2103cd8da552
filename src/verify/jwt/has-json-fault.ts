const MAX_DEPTH = 32;

/**
 * Returns whether a JSON text has a duplicate name in an object, or more than 32 levels of nesting.
 *
 * `JSON.parse` takes the last of two equal names, and some other parsers take the first. Two parsers of one token could
 * therefore read different subjects. The check runs in linear time. Pass only a text that `JSON.parse` has accepted.
 */
export function hasJsonFault(json: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : null);
      if (open.length > MAX_DEPTH) return true;
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(json, at);
      const names = open.at(-1);
      if (names && json[skipBlanks(json, end)] === ":") {
        // A name with escapes may equal a name without, so decode the name.
        const raw = json.slice(at + 1, end - 1);
        const name: string = raw.includes("\\") ? JSON.parse(`"${raw}"`) : raw;
        if (names.has(name)) return true;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}

function skipBlanks(json: string, start: number): number {
  let at = start;
  while (" \t\r\n".includes(json[at] ?? "x")) at++;
  return at;
}
