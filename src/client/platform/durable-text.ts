import { attempt } from "./attempt.ts";

/** Where text outlives the page. */
export type TextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Text that the storage did not take, by owner and slot. */
const memories = new WeakMap<object, Map<string, string>>();

/** One slot of text. */
export interface DurableText {
  /** Returns the text that was written last; null when there is none. */
  read(): string | null;
  write(text: string): void;
}

/** Keeps text until this tab is closed, also over page loads; as {@link createDurableText} does. */
export function createSessionText(owner: object, slot: string): DurableText {
  return createDurableText(owner, slot, () => globalThis.sessionStorage);
}

/**
 * Keeps text in a storage, and in memory where that is missing, blocked, full, or drops what is written. Never throws.
 *
 * @param owner the text in memory lives as long as this object, and another owner cannot read it
 * @param find returns the storage; called at each use. Default: `localStorage`
 */
export function createDurableText(
  owner: object,
  slot: string,
  find: () => TextStorage = () => globalThis.localStorage,
): DurableText {
  const memory = memories.get(owner) ?? new Map<string, string>();
  memories.set(owner, memory);
  return {
    // What the storage refused is newer than what it still holds.
    read: () => memory.get(slot) ?? attempt(() => find().getItem(slot)) ?? null,
    write(text) {
      const store = () => {
        find().setItem(slot, text);
        return find().getItem(slot) === text;
      };
      if (attempt(store)) memory.delete(slot);
      else memory.set(slot, text);
    },
  };
}
