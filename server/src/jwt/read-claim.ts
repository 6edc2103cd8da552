/**
 * Returns the value of a claim; undefined if the claim is missing. Reads own properties only, so the paths `__proto__`
 * and `constructor` do not reach inherited properties.
 *
 * A path that starts with `/` is a JSON pointer (RFC 6901) and can select any claim:
 * `/https:~1~1stytch.com~1session/id`. Any other path is first read as the exact name of a claim. If there is no such
 * claim, the path is read as names joined by dots: `app_metadata.org_id`. Does not traverse arrays.
 */
export function readClaim(payload: Readonly<Record<string, unknown>>, path: string): unknown {
  if (!path.startsWith("/") && Object.hasOwn(payload, path)) return payload[path];
  return follow(payload, namesOf(path));
}

/**
 * Returns whether a claim cannot exist because a parent in its path is not an object, for example `o.id` in
 * `{ "o": "org_1" }`. Returns false if the parent is missing or null.
 */
export function isBlocked(payload: Readonly<Record<string, unknown>>, path: string): boolean {
  const names = namesOf(path);
  return names.slice(0, -1).some((_, index) => {
    const parent = follow(payload, names.slice(0, index + 1));
    return parent !== undefined && parent !== null && (typeof parent !== "object" || Array.isArray(parent));
  });
}

const namesOf = (path: string): string[] => (path.startsWith("/") ? readPointer(path) : path.split("."));

/** Returns the problem with a claim path; null if the path is valid. */
export function findClaimPathFault(path: string): string | null {
  if (path === "" || path === "/") return "must be the name of a claim";
  if (/[\s\p{Cc}${}]/u.test(path)) return "must not contain spaces, $, { or }";
  if (path.startsWith("/") && /~(?![01])/.test(path)) return "must write ~ as ~0 and a slash inside a name as ~1";
  return null;
}

/**
 * Returns the JSON pointer (RFC 6901) to a claim.
 *
 * @param names the names of the nested objects, from the outermost to the claim
 */
export function claimPointer(...names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function readPointer(pointer: string): string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function follow(payload: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  let value: unknown = payload;
  for (const name of names) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
