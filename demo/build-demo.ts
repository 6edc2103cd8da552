import { demoBuildIn } from "./demo-build.ts";
import { buildDashboard } from "./server/build-dashboard.ts";
import { buildPage } from "./server/build-page.ts";

/** Builds the demo's page and the authority's dashboard into two folders below `folder`. */
export async function buildDemo(folder: string): Promise<void> {
  const { page, dashboard } = demoBuildIn(folder);
  await buildDashboard(dashboard);
  await buildPage(page);
}
