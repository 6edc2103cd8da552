import { gzipSize } from "../bundle-size.ts";
import type { Measure } from "../row.ts";

const app = 'export { AssistantCloudProvider, useWorkspaceToken } from "./src/index.ts";';
const unused = 'import { AssistantCloudAuthDevtools } from "./src/devtools/index.ts";';

/**
 * Measures how many bytes the devtools add to an app's production build. An unused import of `./devtools` adds nothing.
 * If the app renders the devtools of `./devtools`, the build contains only a component that renders nothing.
 * `./devtools/production` adds the whole panel.
 */
export const measure: Measure = async () => {
  const alone = await gzipSize(app);
  const row = async (what: string, code: string, goal: number | null) => {
    const both = await gzipSize(`${code} ${app}`);
    return {
      what: `${what}, minified, gzip`,
      figure: `${both - alone} B`,
      against: `provider and hook ${(alone / 1000).toFixed(2)} kB`,
      ratio: both / alone,
      goal: goal === null ? "" : `<= ${goal} B`,
      met: goal === null ? null : both - alone <= goal,
    };
  };
  return [
    await row("./devtools adds to an app that does not render it", unused, 0),
    await row("./devtools adds to a production build", 'export * from "./src/devtools/index.ts";', 150),
    await row("./devtools/production adds", 'export * from "./src/devtools/production.ts";', null),
  ];
};
