import { attempt } from "./attempt.ts";

/** A channel to the other tabs of one origin. */
export interface TabChannel {
  /** Sends a message to the other tabs. A message that cannot be sent is lost. */
  send(message: unknown): void;
  close(): void;
}

/** Returns whether the platform has BroadcastChannel. The browser may still refuse to open a channel. */
export function hasTabChannels(): boolean {
  return attempt(() => globalThis.BroadcastChannel) !== undefined;
}

/** Opens a channel; null when the browser refuses, as Firefox does while cookies are blocked. */
export function openTabChannel(name: string, receive: (message: unknown) => void): TabChannel | null {
  const open = () => {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => receive(data);
    return {
      send: (message: unknown) => attempt(() => channel.postMessage(message)),
      close() {
        channel.onmessage = null;
        attempt(() => channel.close());
      },
    };
  };
  return attempt(open) ?? null;
}
