"use client";

export type { AssistantCloudAuthDevtoolsProps } from "./assistant-cloud-auth-devtools.tsx";
export { AssistantCloudAuthDevtools } from "./assistant-cloud-auth-devtools.tsx";
export type { AssistantCloudAuthDevtoolsPlugin, AssistantCloudAuthDevtoolsPluginOptions } from "./devtools-plugin.tsx";
export { assistantCloudAuthDevtoolsPlugin } from "./devtools-plugin.tsx";
