// Capture the platform's originals, because a test may replace the globals.
const { queueMicrotask, structuredClone } = globalThis;

type Grant = { name: string; mode: LockMode; release: () => void };
interface Waiting {
  name: string;
  mode: LockMode;
  run: () => void;
}

/**
 * Creates a simulated `navigator.locks`, which several simulated tabs in one process can share.
 * @param now the clock for `gaveUpAt()`. Default: always 0
 */
export function createLockManager(now: () => number = () => 0) {
  let gaveUpAt = Number.NEGATIVE_INFINITY;
  let held: Grant[] = [];
  let queue: Waiting[] = [];

  function serve(): void {
    for (const next of [...queue]) {
      const rivals = held.filter(({ name }) => name === next.name);
      const ahead = queue.slice(0, queue.indexOf(next)).some(({ name }) => name === next.name);
      const free = rivals.length === 0 || (next.mode === "shared" && rivals.every(({ mode }) => mode === "shared"));
      if (!free || ahead) continue;
      queue = queue.filter((waiting) => waiting !== next);
      next.run();
    }
  }

  return {
    request(name: string, options: LockOptions, whileHeld: (lock: object | null) => Promise<void>): Promise<void> {
      const { mode = "exclusive", signal, ifAvailable = false } = options;
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          name,
          mode,
          run() {
            signal?.removeEventListener("abort", giveUp);
            const grant: Grant = { name, mode, release: () => {} };
            held = [...held, grant];
            void whileHeld(grant)
              .then(resolve, reject)
              .finally(() => {
                held = held.filter((other) => other !== grant);
                serve();
              });
          },
        };
        const giveUp = () => {
          gaveUpAt = now();
          queue = queue.filter((other) => other !== waiting);
          reject(new DOMException("The request was aborted.", "AbortError"));
          serve();
        };
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener("abort", giveUp);
        queue = [...queue, waiting];
        queueMicrotask(() => {
          serve();
          if (!ifAvailable || !queue.includes(waiting)) return;
          queue = queue.filter((other) => other !== waiting);
          void whileHeld(null).then(resolve, reject);
          serve();
        });
      });
    },
    async query() {
      return {
        held: held.map(({ name, mode }) => ({ name, mode })),
        pending: queue.map(({ name, mode }) => ({ name, mode })),
      };
    },
    /** Returns the time at which a tab last aborted a waiting lock request; `-Infinity` before the first abort. */
    gaveUpAt: () => gaveUpAt,
    counts: () => ({ held: held.length, waiting: queue.length }),
  };
}

/** Creates a `BroadcastChannel` class whose channels are isolated from those of other classes. */
export function createChannelClass() {
  const open = new Set<Channel>();
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor(readonly name: string) {
      open.add(this);
    }
    postMessage(data: unknown): void {
      const copy = structuredClone(data);
      for (const other of open) {
        if (other === this || other.name !== this.name) continue;
        queueMicrotask(() => open.has(other) && other.onmessage?.({ data: copy }));
      }
    }
    close(): void {
      open.delete(this);
    }
    static get count(): number {
      return open.size;
    }
    static names(): string[] {
      return [...open].map(({ name }) => name);
    }
  }
  return Channel;
}

/** Creates a `Storage` whose entries are own properties, as in a browser. */
export function createStorage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> & Record<string, unknown> {
  const methods = {
    getItem: (entry: string) => entries[entry] ?? null,
    setItem: (entry: string, value: string) => void Object.assign(entries, { [entry]: value }),
    removeItem: (entry: string) => void Reflect.deleteProperty(entries, entry),
  };
  const entries: Record<string, string> = Object.create(methods);
  return entries as Record<string, unknown> & typeof methods;
}
