import type { ChatTab } from "./chat-tab.ts";
import { eventually } from "./expect-trace.ts";

/**
 * Sends a message and waits for the whole reply. Pauses the reply after its first piece until the page shows that
 * piece. Without the pause, the page could show only the complete reply.
 */
export async function ask(tab: ChatTab, text: string, send = () => tab.send(text)): Promise<void> {
  const last = async () => (await tab.messages()).at(-1);
  await tab.hold();
  await send();
  await eventually(last).toBe("assistant: Echo:");
  await tab.release();
  await eventually(last).toBe(`assistant: Echo: ${text}`);
}
