import type { TestProject } from "vitest/node";
import { type CloudAddresses, startCloud } from "./start-cloud.ts";

declare module "vitest" {
  interface ProvidedContext {
    cloud: CloudAddresses;
  }
}

/** Runs once for all test files of the project. Vitest calls it by its name. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { close, ...addresses } = await startCloud();
  project.provide("cloud", addresses);
  return close;
}
