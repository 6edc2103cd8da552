import { attempt } from "./attempt.ts";

/** The members of `Storage` that this package uses, such as those of `localStorage`. */
export type TextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The texts that a storage did not accept, by owner object and by storage key. */
const memories = new WeakMap<object, Map<string, string>>();

/** Reads and writes one text in a storage, or in memory if the storage fails. It never throws. */
export interface DurableText {
  /** Returns the last written text, or null if there is no text. */
  read(): string | null;
  write(text: string): void;
  remove(): void;
}

/** Creates a {@link DurableText} in `sessionStorage`. The browser keeps the text until the browser tab is closed. */
export function createSessionText(owner: object, slot: string): DurableText {
  return createDurableText(owner, slot, () => globalThis.sessionStorage);
}

/**
 * Creates a {@link DurableText}. If the storage is missing, blocked or full, or if it discards writes, the text is in
 * memory.
 *
 * @param owner the object that owns a text in memory. Other owners cannot read the text. The text is lost when the
 *   object is garbage-collected
 * @param slot the key in the storage
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
    // The memory contains only text that the storage refused, so it is newer than the stored text.
    read: () => memory.get(slot) ?? attempt(() => find().getItem(slot)) ?? null,
    write(text) {
      const store = () => {
        find().setItem(slot, text);
        return find().getItem(slot) === text;
      };
      if (attempt(store)) memory.delete(slot);
      else memory.set(slot, text);
    },
    remove() {
      memory.delete(slot);
      attempt(() => find().removeItem(slot));
    },
  };
}
