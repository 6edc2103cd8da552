import type { Facts } from "./facts.ts";
import type { ScriptStep } from "./play-script.ts";

/** The user's last message, and the data that the scripted answers use. */
export interface Question {
  text: string;
  files: readonly { name: string; contentType: string }[];
  /** The id of the thread; null until the thread is stored. */
  threadId: string | null;
  /** The number of messages that the user has sent in this thread. */
  turns: number;
  /** Whether the model has already tried to answer this message. */
  isRetry: boolean;
}

export type Answer = (facts: Facts) => AsyncIterable<ScriptStep>;
