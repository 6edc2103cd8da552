import { createRequire } from "node:module";
import type { CompatData, CompatStatement, Identifier, SimpleSupportStatement } from "@mdn/browser-compat-data";

/** Maps platform names from MDN's browser-compat-data to the versions that a test checks. */
export type Versions = Readonly<Record<string, string>>;

/**
 * A platform API that code uses. `owner` is a global such as `Object`, or null if the type of the member's object is
 * unknown. `member` is a name such as `hasOwn`, or null if the code uses only the global.
 */
export interface ApiUse {
  owner: string | null;
  member: string | null;
}

// Node 20 prints a warning for an `import` of JSON, so use `require`.
const { api, javascript }: CompatData = createRequire(import.meta.url)("@mdn/browser-compat-data");
const builtins = javascript["builtins"] as Record<string, Identifier>;
const owners: Record<string, Identifier> = { ...api, ...builtins };

/**
 * The types in which {@link platformsWithout} looks for a member whose owner is unknown. Other web APIs are excluded,
 * because their members have names that are common in ordinary objects.
 */
const COMMON = [
  ...Object.keys(builtins),
  ...[
    "AbortController",
    "AbortSignal",
    "BroadcastChannel",
    "Crypto",
    "Document",
    "DOMException",
    "Event",
    "EventTarget",
  ],
  ...[
    "Headers",
    "Lock",
    "LockManager",
    "MessageEvent",
    "Navigator",
    "ReadableStream",
    "Request",
    "Response",
    "Storage",
  ],
  ...["SubtleCrypto", "TextDecoder", "URL", "URLSearchParams"],
];

/**
 * Returns the platforms whose version lacks an API. If `owner` is null, returns only platforms where every type of
 * {@link COMMON} lacks the member. If MDN does not list the API, the code itself probably defines the API. The function
 * then returns no platforms.
 */
export function platformsWithout({ owner, member }: ApiUse, versions: Versions): string[] {
  const known = (owner === null ? COMMON : [owner]).flatMap((each) => statementsOf(each, member));
  if (known.length === 0) return [];
  return Object.entries(versions)
    .filter(([platform, version]) => !known.some((each) => isIn(each, platform, version)))
    .map(([platform]) => platform);
}

function statementsOf(name: string, member: string | null): CompatStatement[] {
  const owner = Object.hasOwn(owners, name) ? owners[name] : undefined;
  const found = member === null ? [owner] : [owner?.[member], owner?.[`${member}_static`]];
  return found.flatMap((each) => (each as Identifier | undefined)?.__compat ?? []);
}

function isIn({ support }: CompatStatement, platform: string, version: string): boolean {
  const given = (support as Record<string, SimpleSupportStatement | SimpleSupportStatement[] | undefined>)[platform];
  // MDN has no entry for Node for many web APIs. Treat them as supported.
  if (given === undefined) return platform === "nodejs";
  return [given].flat().some(({ version_added: added, version_removed: removed, flags, prefix }) => {
    if (typeof added !== "string" || removed !== undefined || flags !== undefined || prefix !== undefined) return false;
    return isAtMost(added.replace("≤", ""), version);
  });
}

function isAtMost(version: string, limit: string): boolean {
  const [parts = [], limits = []] = [version, limit].map((each) => each.split(".").map(Number));
  if (parts.some(Number.isNaN)) return false;
  const differing = parts.findIndex((part, place) => part !== (limits[place] ?? 0));
  return differing === -1 || (parts[differing] ?? 0) < (limits[differing] ?? 0);
}
