import { gzipSize } from "../bundle-size.ts";
import type { Measure } from "../row.ts";

const GOAL_BYTES = 5_000;

/** What an app downloads for everything that `.` exports. */
export const measure: Measure = async () => {
  const own = await gzipSize('export * from "./src/index.ts";');
  const engine = await gzipSize('export { createTokenEngine, providerTokenSource } from "./src/index.ts";');
  const cloud = await gzipSize('export { AssistantCloud } from "assistant-cloud";');
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`;
  return [
    {
      what: ". minified, gzip (React and React Query external)",
      figure: kilobytes(own),
      against: `assistant-cloud ${kilobytes(cloud)}`,
      ratio: own / cloud,
      goal: "<= 5 kB",
      met: own <= GOAL_BYTES,
    },
    {
      what: "its createTokenEngine and one source alone",
      figure: kilobytes(engine),
      against: `assistant-cloud ${kilobytes(cloud)}`,
      ratio: engine / cloud,
      goal: "",
      met: null,
    },
  ];
};
