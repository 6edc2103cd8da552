"use client";

import type { AssistantCloudAuthDevtoolsPlugin } from "./devtools-plugin.tsx";

/** Renders nothing. It replaces the devtools in a production build. */
export function AssistantCloudAuthDevtools(): null {
  return null;
}

/** Creates a plugin with an empty tab. It replaces the plugin of the devtools in a production build. */
export function assistantCloudAuthDevtoolsPlugin(): AssistantCloudAuthDevtoolsPlugin {
  return {
    id: "assistant-cloud-auth",
    name: "Assistant Cloud auth",
    defaultOpen: false,
    render: () => <AssistantCloudAuthDevtools />,
  };
}
