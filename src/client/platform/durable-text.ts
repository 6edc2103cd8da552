/** A storage such as `localStorage`. Its functions may return promises, as those of React Native's AsyncStorage do. */
export interface TextStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, text: string): unknown;
  removeItem(key: string): unknown;
}

/** The texts that a storage did not accept, by owner object and by storage key. */
const memories = new WeakMap<object, Map<string, string>>();

/** Reads and writes one text in a storage, or in memory if the storage fails. It never throws or rejects. */
export interface DurableText {
  /** Resolves to the last written text, or to null if there is no text. */
  read(): Promise<string | null>;
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
  const use = async <T>(work: (storage: TextStorage) => T) => {
    try {
      return await work(find());
    } catch {
      return null;
    }
  };
  return {
    // The memory contains only text that the storage has not accepted, so it is newer than the stored text.
    read: async () => memory.get(slot) ?? use((storage) => storage.getItem(slot)),
    async write(text) {
      memory.set(slot, text);
      await use((storage) => storage.setItem(slot, text));
      if ((await use((storage) => storage.getItem(slot))) === memory.get(slot)) memory.delete(slot);
    },
    async remove() {
      memory.delete(slot);
      await use((storage) => storage.removeItem(slot));
    },
  };
}
