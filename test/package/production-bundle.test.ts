import { describe, expect, it } from "vitest";
import { bytesFrom } from "../../bench/bundle-size.ts";

const app = 'export { AssistantCloudProvider, useWorkspaceToken } from "./src/index.ts";';

describe("the production bundle of an app", () => {
  it.each(["devtools", "storybook"])("an app's bundle contains no byte of ./%s without an import", async (folder) => {
    expect(await bytesFrom(`src/${folder}`, app)).toBe(0);
  });

  it("an app's bundle contains no byte of an unrendered ./devtools", async () => {
    const unused = 'import { AssistantCloudAuthDevtools } from "./src/devtools/index.ts";';
    expect(await bytesFrom("src/devtools", `${unused} ${app}`)).toBe(0);
  });

  it("an app's bundle contains the panel only from ./devtools/production", async () => {
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/index.ts";')).toBeLessThan(400);
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/production.ts";')).toBeGreaterThan(10_000);
  });
});
