import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

type React = typeof import("@assistant-ui/react");
type Cloud = typeof import("assistant-cloud");

/** An installed client of the assistant-ui API, from the hooks down to the wire. */
export interface InstalledClient {
  readonly version: string;
  /** Whether it opens run leases. */
  readonly hasLeases: boolean;
  readonly react: React;
  readonly cloud: Cloud;
}

async function load(from: string, version: string, hasLeases: boolean): Promise<InstalledClient> {
  const require = createRequire(new URL(from, import.meta.url));
  const read = async <Module>(name: string) => (await import(pathToFileURL(require.resolve(name)).href)) as Module;
  const [react, cloud] = await Promise.all([read<React>("@assistant-ui/react"), read<Cloud>("assistant-cloud")]);
  return { version, hasLeases, react, cloud };
}

/** Loads what a fresh app gets. */
export const loadCurrentClient = () => load("../../../../package.json", "0.2.11", true);

/** Loads what apps had before run leases. */
export const loadPreviousClient = () => load("../../previous-client/package.json", "0.2.10", false);
