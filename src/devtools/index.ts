"use client";

import { AssistantCloudAuthDevtools as Devtools } from "./assistant-cloud-auth-devtools.tsx";
import { assistantCloudAuthDevtoolsPlugin as createPlugin } from "./devtools-plugin.tsx";
import {
  AssistantCloudAuthDevtools as NoDevtools,
  assistantCloudAuthDevtoolsPlugin as noDevtoolsPlugin,
} from "./no-devtools.tsx";

export type { AssistantCloudAuthDevtoolsProps } from "./assistant-cloud-auth-devtools.tsx";
export type { AssistantCloudAuthDevtoolsPlugin, AssistantCloudAuthDevtoolsPluginOptions } from "./devtools-plugin.tsx";

// Bundlers replace the exact expression `process.env.NODE_ENV`, and thus drop the devtools from a production build.
declare const process: { env: { NODE_ENV?: string } };

/**
 * Shows the state of the nearest `AssistantCloudProvider` above the devtools. In a production build it renders nothing.
 */
export const AssistantCloudAuthDevtools: typeof Devtools =
  process.env.NODE_ENV === "production" ? NoDevtools : Devtools;

/**
 * Creates a plugin for TanStack Devtools that shows the state of the nearest `AssistantCloudProvider` above the
 * devtools. In a production build its tab is empty.
 */
export const assistantCloudAuthDevtoolsPlugin: typeof createPlugin =
  process.env.NODE_ENV === "production" ? noDevtoolsPlugin : createPlugin;
