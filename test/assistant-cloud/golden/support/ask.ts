import type { ChatTab } from "./chat-tab.ts";
import { eventually } from "./expect-trace.ts";

/**
 * Sends a message and waits for the first piece of the reply, then for all of it. Without a pause no reply would be
 * shown as running.
 */
export async function ask(tab: ChatTab, text: string, send = () => tab.send(text)): Promise<void> {
  const last = async () => (await tab.messages()).at(-1);
  await tab.hold();
  await send();
  await eventually(last).toBe("assistant: Echo:");
  await tab.release();
  await eventually(last).toBe(`assistant: Echo: ${text}`);
}
