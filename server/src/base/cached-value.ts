/** A value that is loaded once and cached until it is dropped. Concurrent callers share one load (single flight). */
export interface CachedValue<T> {
  get(): T | Promise<T>;
  drop(): void;
}

/**
 * Creates a {@link CachedValue}. If the value is dropped during a load, the result is returned to the waiting callers
 * but not cached.
 */
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
