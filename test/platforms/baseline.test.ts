import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { platformsWithout, type Versions } from "./support/platform-support.ts";
import { readApiUses } from "./support/read-api-uses.ts";

const { folder } = inject("packed").auth;
const dist = join(folder, "dist");
const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
const modules = files.map((file) => ({ file, ...readApiUses(readFileSync(join(dist, file), "utf8"), 2022) }));
const ownMembers = new Set(modules.flatMap((module) => [...module.ownMembers]));

/** The page with the table of supported platforms. */
const table = readFileSync(join(folder, "docs/platforms.md"), "utf8");

function versionOf(platform: string): string {
  const version = new RegExp(`^\\| ${platform} \\| ([\\d.]+) \\|`, "m").exec(table)?.[1];
  if (version === undefined) throw new Error(`docs/platforms.md has no version of ${platform}.`);
  return version;
}

const [chrome, firefox, safari] = ["Chrome and Edge", "Firefox", "Safari"].map(versionOf) as [string, string, string];
const browsers: Versions = {
  chrome,
  chrome_android: chrome,
  edge: chrome,
  firefox,
  firefox_android: firefox,
  safari,
  safari_ios: safari,
};
const serverFiles = ["backend.js", "testing.js", "verify.js"];

/** Platform APIs that the package does not need. The package detects whether each exists. */
const optional = [
  "locks", // Without Web Locks, tabs still share a token.
  "product", // `navigator.product` distinguishes React Native from a server.
  "query", // A part of Web Locks.
  "reportError", // Without it, errors in an app's listeners are not reported.
];

describe("the built package on the platforms of docs/platforms.md", () => {
  it("the built package uses only syntax of the supported platforms", () => {
    // The syntax of the modules is ES2022 or older. Of ES2022, Safari 15.4 lacks only static blocks.
    expect(modules.filter(({ syntax }) => syntax.has("StaticBlock")).map(({ file }) => file)).toEqual([]);
  });

  const tooNew = modules.flatMap(({ file, apis }) => {
    const versions = serverFiles.includes(file) ? { nodejs: versionOf("Node") } : browsers;
    return apis
      .filter(({ owner, member }) => owner !== null || !ownMembers.has(member ?? ""))
      .map((use) => ({ use, missing: platformsWithout(use, versions) }))
      .filter(({ missing }) => missing.length > 0)
      .map(({ use, missing }) => ({ file, api: use.member ?? use.owner ?? "", missing: missing.join() }));
  });

  it("each API that the built package uses exists on all supported platforms or is optional", () => {
    expect(modules.flatMap(({ apis }) => apis).length).toBeGreaterThan(1_000);
    expect(tooNew.filter(({ api }) => !optional.includes(api))).toEqual([]);
  });

  it("the only used APIs that a supported platform lacks are `locks`, `product`, `query` and `reportError`", () => {
    expect([...new Set(tooNew.map(({ api }) => api))].sort()).toEqual(optional);
  });
});

describe("the search for APIs that a supported platform lacks", () => {
  const missing = (code: string, versions: Versions = browsers) =>
    readApiUses(code, 2022).apis.filter((use) => platformsWithout(use, versions).length > 0).length;

  it.each([
    "Promise.withResolvers()",
    "Array.fromAsync([])",
    "AbortSignal.any([])",
    "Object.groupBy([], String)",
    "list.toSorted()",
    "const { toSpliced } = list",
    "list.map(String).findLast(Boolean)",
    "signal.throwIfAborted()",
    "structuredClone({})",
    "globalThis.structuredClone({})",
  ])("the search for unsupported APIs finds one in the code %s", (code) => {
    expect(missing(code, { ...browsers, safari: "15" })).toBeGreaterThan(0);
  });

  it.each(["Promise.any([])", "Object.hasOwn({}, '')", "list.at(-1)", "const structuredClone = 1; structuredClone"])(
    "the search for unsupported APIs finds none in the code %s",
    (code) => {
      expect(missing(code)).toBe(0);
    },
  );

  it("the search for unsupported APIs rejects code whose syntax is newer than ES2022", () => {
    expect(() => readApiUses("const set = /[a--b]/v", 2022)).toThrow(SyntaxError);
    expect(() => readApiUses("using file = open()", 2022)).toThrow(SyntaxError);
  });
});
