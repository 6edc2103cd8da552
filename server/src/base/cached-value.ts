/** One value kept until dropped; callers that come while it loads share the load. */
export interface CachedValue<T> {
  get(): T | Promise<T>;
  drop(): void;
}

/** Makes a {@link CachedValue}; a load that began before a drop is handed to its callers but never kept. */
export function createCachedValue<T extends object>(load: () => Promise<T>): CachedValue<T> {
  let value: T | null = null;
  let pending: Promise<T> | null = null;
  return {
    get() {
      if (value !== null) return value;
      if (pending !== null) return pending;
      const loading = load()
        .then((loaded) => {
          if (pending === loading) value = loaded;
          return loaded;
        })
        .finally(() => {
          if (pending === loading) pending = null;
        });
      pending = loading;
      return loading;
    },
    drop() {
      value = null;
      pending = null;
    },
  };
}
