import type { Facts } from "./facts.ts";
import type { ScriptStep } from "./play-script.ts";

/** The facts about the user's last message that the scripted model uses. */
export interface Question {
  text: string;
  files: readonly { name: string; contentType: string }[];
  /** The id of the thread; null until the thread is stored. */
  threadId: string | null;
  /** The number of messages that the user has sent in this thread. */
  turns: number;
  /** Whether the same message has been answered before. */
  isRetry: boolean;
}

export type Answer = (facts: Facts) => AsyncIterable<ScriptStep>;
