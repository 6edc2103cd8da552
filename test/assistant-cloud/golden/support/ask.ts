import type { ChatTab } from "./chat-tab.ts";
import { eventually } from "./expect-trace.ts";

/**
 * Sends a message and waits for the whole reply. The reply pauses after its first piece until the page shows the piece.
 * Without this pause, the page might never show an incomplete reply.
 */
export async function ask(tab: ChatTab, text: string, send = () => tab.send(text)): Promise<void> {
  const last = async () => (await tab.messages()).at(-1);
  await tab.hold();
  await send();
  await eventually(last).toBe("assistant: Echo:");
  await tab.release();
  await eventually(last).toBe(`assistant: Echo: ${text}`);
}
