import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { migrations } from "../../src/storage/embedded-migrations.ts";

const folder = new URL("../../src/storage/migrations/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort()
  .map((name) => ({ name: name.replace(/\.sql$/, ""), sql: readFileSync(new URL(name, folder), "utf8") }));

/** The expected text of the module. After `drizzle-kit generate`, run `vitest run -u` to rewrite the module. */
const moduleText = `/** The migration files, embedded in the code so that the built package contains them. A test writes this file. */
export const migrations: readonly { name: string; sql: string }[] = [
${files
  .map(({ name, sql }) => `  {\n    name: "${name}",\n    sql: \`${sql.replace(/[\\`]|\$\{/g, "\\$&")}\`,\n  },\n`)
  .join("")}];
`;

test("the embedded migrations equal the migration files that drizzle-kit generated", async () => {
  await expect(moduleText).toMatchFileSnapshot("../../src/storage/embedded-migrations.ts");
  expect(migrations).toEqual(files);
});

/** The tables that belong to the whole authority, such as its projects and admins. */
const ofTheAuthority = [
  "projects",
  "admins",
  "admin_sessions",
  // This table has no project column. Its keys begin with the project's id.
  "rate_limits",
];

test("every table has a project column, except the tables that all projects share", () => {
  const creations = files.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE "(\w+)" \(([^;]*)\)/g)]);
  expect(creations.length).toBeGreaterThanOrEqual(5);
  for (const [, name = "", columns] of creations)
    if (!ofTheAuthority.includes(name)) expect(columns, name).toContain('"project_id" text');
});
