import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Rollup } from "vite";
import { expect, it } from "vitest";
import storybook from "../../.storybook/main.ts";

const stylesheet = fileURLToPath(new URL("../../stories/parts/parts.css", import.meta.url));

it("the built Storybook still contains `light-dark()`, which the theme toolbar needs", async () => {
  const settings = (await storybook.viteFinal?.({}, {} as never)) as InlineConfig;
  const built = await build({
    ...settings,
    configFile: false,
    logLevel: "silent",
    build: { ...settings.build, write: false, rolldownOptions: { input: stylesheet } },
  });
  const [{ output }] = [built].flat() as [Rollup.RollupOutput];
  const css = output.map((file) => ("source" in file ? String(file.source) : "")).join("");
  expect(css).toContain("light-dark(");
});
