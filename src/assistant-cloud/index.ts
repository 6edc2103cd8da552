"use client";

export type { UseAssistantCloudOptions } from "./use-assistant-cloud.ts";
export { useAssistantCloud } from "./use-assistant-cloud.ts";
