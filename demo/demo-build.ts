import { join } from "node:path";

/** The folders of the built page and the built dashboard. */
export interface DemoBuild {
  page: string;
  dashboard: string;
}

/** Returns the folders that `buildDemo` uses below `folder`. */
export function demoBuildIn(folder: string): DemoBuild {
  return { page: join(folder, "page"), dashboard: join(folder, "dashboard") };
}
