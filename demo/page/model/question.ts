import type { Facts } from "./facts.ts";
import type { ScriptStep } from "./play-script.ts";

/** What the scripted model reads of the user's last message. */
export interface Question {
  text: string;
  files: readonly { name: string; contentType: string }[];
  /** Null while the thread is not stored yet. */
  threadId: string | null;
  /** How many messages the user has sent in this thread. */
  turns: number;
  /** The same message has been answered before. */
  isRetry: boolean;
}

export type Answer = (facts: Facts) => AsyncIterable<ScriptStep>;
