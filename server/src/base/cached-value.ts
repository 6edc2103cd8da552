/**
 * A value that is loaded by the first `get()` and cached until `drop()`. Concurrent callers share one load (single
 * flight).
 */
export interface CachedValue<T> {
  get(): T | Promise<T>;
  drop(): void;
}

/**
 * Creates a {@link CachedValue}. If `drop()` is called during a load, the waiting callers still receive the loaded
 * value, but it is not cached.
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
