import { vi } from "vitest";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness } from "./engine-harness.ts";

/** Simulates the globals that tabs share: locks, channels and storage. Returns the channel class. */
export function stubTabGlobals() {
  const Channel = createChannelClass();
  vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("localStorage", createStorage());
  return Channel;
}

export const createTabs = (key: string | null = "ada") => createEngineHarness({ source: { key } });

/** Sends a message to the tabs of a user, as another tab does. */
export const post = (key: string | null, message: unknown) => {
  const channel = new BroadcastChannel(
    `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", key])}`,
  );
  channel.postMessage(message);
  channel.close();
};
