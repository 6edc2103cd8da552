import { describe, expect, it } from "vitest";
import { bytesFrom } from "../../bench/bundle-size.ts";

const app = 'export { AssistantCloudProvider, useWorkspaceToken } from "./src/index.ts";';

describe("the production bundle of an app", () => {
  it.each(["devtools", "storybook"])("contains no byte of ./%s, which the app does not import", async (folder) => {
    expect(await bytesFrom(`src/${folder}`, app)).toBe(0);
  });

  it("contains no byte of ./devtools when the app imports it and renders nothing of it", async () => {
    const unused = 'import { AssistantCloudAuthDevtools } from "./src/devtools/index.ts";';
    expect(await bytesFrom("src/devtools", `${unused} ${app}`)).toBe(0);
  });

  it("contains the panel from ./devtools/production alone", async () => {
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/index.ts";')).toBeLessThan(400);
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/production.ts";')).toBeGreaterThan(10_000);
  });
});
