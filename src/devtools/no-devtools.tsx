import type { AssistantCloudAuthDevtoolsPlugin } from "./devtools-plugin.tsx";

/** Takes the place of the devtools in a production build. */
export function NoDevtools(): null {
  return null;
}

/** Takes the place of the plugin in a production build. */
export function noDevtoolsPlugin(): AssistantCloudAuthDevtoolsPlugin {
  return { id: "assistant-cloud-auth", name: "Assistant Cloud auth", defaultOpen: false, render: () => <NoDevtools /> };
}
