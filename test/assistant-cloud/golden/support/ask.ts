import type { ChatTab } from "./chat-tab.ts";
import { eventually } from "./expect-trace.ts";

/**
 * Sends a message, waits for the first piece of the reply, then for the whole reply. Without a pause after the first
 * piece, the page would never show a running reply.
 */
export async function ask(tab: ChatTab, text: string, send = () => tab.send(text)): Promise<void> {
  const last = async () => (await tab.messages()).at(-1);
  await tab.hold();
  await send();
  await eventually(last).toBe("assistant: Echo:");
  await tab.release();
  await eventually(last).toBe(`assistant: Echo: ${text}`);
}
