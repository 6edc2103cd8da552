import type { TestProject } from "vitest/node";
import { type CloudAddresses, startCloud } from "./start-cloud.ts";

declare module "vitest" {
  interface ProvidedContext {
    cloud: CloudAddresses;
  }
}

/**
 * Starts the servers once for all test files, and returns a function that stops the servers. Vitest calls this function
 * by its name.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { close, ...addresses } = await startCloud();
  project.provide("cloud", addresses);
  return close;
}
