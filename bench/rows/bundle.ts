import { bytesFrom, gzipSize } from "../bundle-size.ts";
import type { Measure } from "../row.ts";

const example = `
  export { AssistantCloudProvider, AuthErrorBoundary, useWorkspaceToken } from "./src/index.ts";
  export * from "./src/integrations/oidc.ts";
`;

/**
 * Measures three download sizes: all exports of `.`, the code of a direct integration (the provider, the boundary, a
 * hook and the OIDC source), and the engine with one token source. Compares each size with that of `assistant-cloud`.
 * Also checks that `./storybook` adds nothing to an app that does not import it.
 */
export const measure: Measure = async () => {
  const whole = await gzipSize('export * from "./src/index.ts";');
  const direct = await gzipSize(example);
  const engine = await gzipSize('export { createTokenEngine, providerTokenSource } from "./src/index.ts";');
  const cloud = await gzipSize('export { AssistantCloud } from "assistant-cloud";');
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;
  const row = (what: string, bytes: number, goal: number | null) => ({
    what: `${what}, minified, gzip`,
    figure: kilobytes(bytes),
    against: `assistant-cloud ${kilobytes(cloud)}`,
    ratio: bytes / cloud,
    goal: goal === null ? "" : `<= ${kilobytes(goal)}`,
    met: goal === null ? null : bytes <= goal,
  });
  const storybook = await bytesFrom("src/storybook", `${example} export * from "./src/index.ts";`);
  return [
    row("provider, boundary, hook and OIDC source (React and React Query external)", direct, 10_500),
    row("everything of .", whole, 12_500),
    row("its createTokenEngine and one source alone", engine, null),
    {
      what: "what ./storybook adds to an app that does not import it",
      figure: `${storybook} bytes`,
      against: "",
      ratio: null,
      goal: "0 bytes",
      met: storybook === 0,
    },
  ];
};
