"use client";

import type { AssistantCloudAuthDevtoolsPlugin } from "./devtools-plugin.tsx";

/** Renders nothing: the devtools of a production build. */
export function AssistantCloudAuthDevtools(): null {
  return null;
}

/** Creates a plugin whose tab is empty: the plugin of a production build. */
export function assistantCloudAuthDevtoolsPlugin(): AssistantCloudAuthDevtoolsPlugin {
  return {
    id: "assistant-cloud-auth",
    name: "Assistant Cloud auth",
    defaultOpen: false,
    render: () => <AssistantCloudAuthDevtools />,
  };
}
