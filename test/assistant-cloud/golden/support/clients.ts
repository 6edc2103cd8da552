import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The packages that a chat imports from an {@link InstalledClient}. */
export interface ClientModules {
  readonly react: typeof import("@assistant-ui/react");
  readonly aiSdk: typeof import("@assistant-ui/ai-sdk");
  readonly cloud: typeof import("assistant-cloud");
}

/** Installed versions of the packages that a chat uses to call the assistant-ui API. */
export interface InstalledClient {
  readonly version: string;
  /** Whether the client requests a run lease, which is the right to write a reply. */
  readonly hasLeases: boolean;
  /** Whether `useChatRuntime` stores a copy of each message in the format `aui/v0`. */
  readonly copiesMessages: boolean;
  /** The folder where the client's packages are installed. */
  readonly folder: string;
}

const folderOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The versions that a new app installs today. */
export const currentClient: InstalledClient = {
  version: "0.2.11",
  hasLeases: true,
  copiesMessages: true,
  folder: folderOf("../../../../"),
};

/** The last versions without run leases. */
export const previousClient: InstalledClient = {
  version: "0.2.10",
  hasLeases: false,
  copiesMessages: false,
  folder: folderOf("../../previous-client/"),
};

/**
 * Imports the packages of a client. Two clients must not share a process, because some state of the packages is global.
 */
export async function loadClient({ folder }: InstalledClient): Promise<ClientModules> {
  const require = createRequire(`${folder}package.json`);
  const read = async <Module>(name: string) => (await import(pathToFileURL(require.resolve(name)).href)) as Module;
  const [react, aiSdk, cloud] = await Promise.all([
    read<ClientModules["react"]>("@assistant-ui/react"),
    read<ClientModules["aiSdk"]>("@assistant-ui/ai-sdk"),
    read<ClientModules["cloud"]>("assistant-cloud"),
  ]);
  return { react, aiSdk, cloud };
}
