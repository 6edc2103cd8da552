import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Cell, type Situation, situations } from "./situations.ts";
import { matrix } from "./table.ts";

const rows = Object.entries(matrix) as [string, Record<Situation, Cell>][];
const names = (folder: string) => readdirSync(new URL(folder, import.meta.url));

describe("the table of integrations and failure situations", () => {
  it("every integration has a row in the table of failure situations, and a test file with the real SDK", () => {
    const files = names("../../../src/integrations/").filter((name) => name.endsWith(".ts"));
    // `stytch.ts` contains the hooks for both kinds of Stytch projects.
    const integrations = [...files.map((name) => name.slice(0, -".ts".length)), "stytch-b2b"].sort();
    expect(Object.keys(matrix).sort()).toEqual(integrations);
    const drivers = names("./").filter((name) => name.endsWith(".test.tsx"));
    expect(drivers.map((name) => name.slice(0, -".test.tsx".length)).sort()).toEqual(integrations);
  });

  it("every cell in the table of failure situations has an outcome or explains why the situation cannot occur", () => {
    const cells = rows.flatMap(([, row]) => Object.values(row));
    const never = cells.filter((cell) => typeof cell !== "string");
    for (const { never: reason } of never) expect(reason).toMatch(/^.{20,}\.$/);
    const [all, tried] = [rows.length * Object.keys(situations).length, cells.length - never.length];
    expect(cells).toHaveLength(all);
    console.info(
      `matrix: ${rows.length} integrations × ${all / rows.length} situations = ${all} cells, ${tried} tried`,
    );
  });

  it.each([
    ["F67", "network"],
    ["F67", "expired"],
    ["F68", "signInAgain"],
    ["F69", "ownRenewal"],
    ["F72", "otherPerson"],
    ["F74", "interaction"],
  ] as const)("for the fault %s, at least three integrations test the situation %s", (fault, situation) => {
    expect(situations[situation].fault).toBe(fault);
    expect(rows.filter(([, row]) => typeof row[situation] === "string").length).toBeGreaterThan(2);
  });
});
