import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { explainIssuer } from "../../server/src/explain/explain-issuer.ts";
import { formatValue } from "../../server/src/explain/format-value.ts";
import { scrubDriverText, scrubText } from "../../server/src/observability/log/scrub-text.ts";

const root = new URL("../../", import.meta.url);
const KILOBYTE = 1024;
/**
 * A pattern is slow only if its processor time reaches this limit, in milliseconds. For 64 kB of text, a linear pattern
 * stays below the limit. A quadratic pattern exceeds the limit by hundreds of milliseconds.
 */
const FLOOR_MS = 40;
/**
 * A pattern is slow only if its ratio reaches this limit. The ratio is the time for a text divided by the time for a
 * quarter of the text. For a linear pattern, the ratio is four. For a quadratic pattern, the ratio is sixteen.
 */
const RATIO = 8;

interface Literal {
  source: string;
  flags: string;
  at: string;
}

/** Returns each distinct regular expression literal in the published code, with one file that contains it. */
function literals(): Literal[] {
  const found = new Map<string, Literal>();
  for (const folder of ["src/", "server/src/", "server/dashboard/"]) {
    const names = readdirSync(new URL(folder, root), { recursive: true }) as string[];
    for (const name of names.filter((each) => /\.tsx?$/.test(each) && !each.includes("node_modules"))) {
      const text = readFileSync(new URL(folder + name, root), "utf8");
      const kind = name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/");
          const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
          found.set(node.text, { source, flags, at: folder + name });
        }
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind));
    }
  }
  return [...found.values()];
}

/** Returns short texts whose repetition may make a pattern slow: words of the pattern, and typical characters. */
function pumpsOf(source: string): string[] {
  const written = source.replace(/\\[pPbBdDsSwWu](\{[^}]*\})?|[()[\]{}?*+|^$]/g, " ").replace(/\\(.)/g, "$1");
  const words = written
    .split(" ")
    .filter((word) => word !== "" && word.length <= 24)
    .slice(0, 4);
  const chars = ["a", "e", "0", "-", "_", ".", "/", "@", "%", ":", " ", "\n", "=", '"', "é", "\0"];
  return [...new Set([...words, ...words.map((word) => `${word} `), ...chars, "a.", "a-", "a@", "a ", " \n", "ey-"])];
}

const fill = (pump: string, length: number): string => pump.repeat(Math.ceil(length / pump.length)).slice(0, length);

/**
 * Returns the processor time of some work, in milliseconds. Processor time does not grow when other processes are busy.
 */
function timeOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * Returns whether the time for a text is at least `FLOOR_MS`, and at least `RATIO` times the time for a quarter of the
 * text. Measures both times five times and compares the shortest measurements.
 * @param work processes a text
 * @param make returns a text of the given length, in characters
 */
function isSlow(work: (text: string) => unknown, make: (length: number) => string, kilobytes = 64): boolean {
  const [quarter, whole] = [make((kilobytes / 4) * KILOBYTE), make(kilobytes * KILOBYTE)];
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // A garbage collection can only make a measurement longer, so the fastest measurement is the most accurate.
  for (let attempt = 0; attempt < 5; attempt++) {
    long = Math.min(
      long,
      timeOf(() => work(whole)),
    );
    if (long < FLOOR_MS) return false;
    short = Math.min(
      short,
      timeOf(() => work(quarter)),
    );
  }
  return long >= RATIO * short;
}

/**
 * Returns the first text whose repetition makes a pattern slow; undefined if there is no such text. The function first
 * tries 8 kB of each repeated text. It tries more only if this takes long.
 */
function findSlowText({ source, flags }: Literal, kilobytes = 64): string | undefined {
  const every = flags.includes("g") ? flags : `${flags}g`;
  const work = (text: string) => text.replace(new RegExp(source, every), "");
  const make = (pump: string) => (length: number) => `${fill(pump, length)}\u0001`;
  return pumpsOf(source).find((pump) => {
    const short = make(pump)(8 * KILOBYTE);
    return timeOf(() => work(short)) >= FLOOR_MS / 64 && isSlow(work, make(pump), kilobytes);
  });
}

describe("S89 the time to process a text grows linearly with its length", () => {
  const all = literals();

  it("S89 every regular expression of the packages and the dashboard takes linear time", { timeout: 300_000 }, () => {
    expect(all.length).toBeGreaterThan(150);
    const slow = all.map((literal) => ({ ...literal, text: findSlowText(literal) }));
    expect(slow.filter(({ text }) => text !== undefined)).toEqual([]);
  });

  it.each([
    String.raw`\be[wy][A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)+`,
    String.raw`([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@`,
    String.raw`\s*\n\s*`,
  ])("S89 the search for slow patterns finds that the pattern %s takes quadratic time", (source) => {
    expect(findSlowText({ source, flags: "g", at: "here" }, 16)).not.toBeUndefined();
  });

  it.each([
    "a",
    "ey-",
    "a.",
    "a@",
    "http://",
    "://a",
    '"',
    "params:",
    "Bearer ",
    "-----BEGIN ",
    "sk_aui_",
    "\\n",
    "\u202e",
  ])("S89 the functions that scrub and format values take linear time for a text that repeats %j", (pump) => {
    const secret = "a secret";
    const rule = { issuers: ["https://issuer.example.com/"] } as Parameters<typeof explainIssuer>[0];
    for (const work of [
      scrubText,
      (text: string) => scrubDriverText(text, [secret]),
      formatValue,
      (text: string) => explainIssuer(rule, { iss: text }),
    ]) {
      expect(isSlow(work, (length) => fill(pump, length))).toBe(false);
    }
  });
});

describe("the output of scrubText() and formatValue()", () => {
  const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln";
  it.each([
    [`token=${jwt}`, "token=[hidden]"],
    [`-${jwt}, x.${jwt}`, "-[hidden], x.[hidden]"],
    [`a-very-long-name.${jwt}`, "a-very-long-name.[hidden]"],
    ["1http://ann:pw@host/ ftp+x://a@b@c", "1http://[hidden]@host/ ftp+x://[hidden]@c"],
    ["eyes.only eyJ.x not-a-token.at.all", "eyes.only eyJ.x not-a-token.at.all"],
  ])("scrubText() turns %s into %s", (text, scrubbed) => {
    expect(scrubText(text)).toBe(scrubbed);
  });

  it.each([
    ["write to ann@example.com/x", '"write to (email address)/x"'],
    ["a@b@c@d/e@f", '"(email address)@(email address)/(email address)"'],
  ])("formatValue() formats %s as %s", (text, shown) => {
    expect(formatValue(text)).toBe(shown);
  });
});
