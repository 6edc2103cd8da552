import { join } from "node:path";
import { buildDashboard } from "./server/build-dashboard.ts";
import { buildPage } from "./server/page-server.ts";

export interface DemoBuild {
  page: string;
  dashboard: string;
}

/** Returns the folders that {@link buildDemo} uses below `folder`. */
export function demoBuildIn(folder: string): DemoBuild {
  return { page: join(folder, "page"), dashboard: join(folder, "dashboard") };
}

/** Builds the demo's page and the authority's dashboard into two folders below `folder`. */
export async function buildDemo(folder: string): Promise<void> {
  const { page, dashboard } = demoBuildIn(folder);
  await buildDashboard(dashboard);
  await buildPage(page);
}
