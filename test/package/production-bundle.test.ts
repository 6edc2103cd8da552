import { describe, expect, it } from "vitest";
import { bytesFrom } from "../../bench/bundle-size.ts";

const app = 'export { AssistantCloudProvider, useWorkspaceToken } from "./src/index.ts";';

describe("an app's production bundle", () => {
  it.each(["devtools", "storybook"])(
    "an app's bundle contains no byte of ./%s if the app does not import it",
    async (folder) => {
      expect(await bytesFrom(`src/${folder}`, app)).toBe(0);
    },
  );

  it("an app that never renders the imported devtools panel has no byte of ./devtools in its bundle", async () => {
    const unused = 'import { AssistantCloudAuthDevtools } from "./src/devtools/index.ts";';
    expect(await bytesFrom("src/devtools", `${unused} ${app}`)).toBe(0);
  });

  it("./devtools/production adds the devtools panel to an app's bundle, and ./devtools does not", async () => {
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/index.ts";')).toBeLessThan(400);
    expect(await bytesFrom("src/devtools", 'export * from "./src/devtools/production.ts";')).toBeGreaterThan(10_000);
  });
});
