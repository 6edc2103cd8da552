import { WebSocket } from "ws";

/** A session of WebDriver BiDi, the protocol for automating unmodified browsers. */
export interface BidiSession {
  send<Result>(method: string, params?: object): Promise<Result>;
  /** Calls `listen` for every event of the type `method`, in any tab. */
  on<Event>(method: string, listen: (event: Event) => void): Promise<void>;
  close(): void;
}

interface Call {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Opens a session with a browser that listens at a WebSocket address. */
export async function connectBidi(address: string): Promise<BidiSession> {
  const socket = new WebSocket(`${address}/session`);
  const calls = new Map<number, Call>();
  const listeners = new Map<string, (event: never) => void>();
  let last = 0;

  socket.addEventListener("message", ({ data }) => {
    const { id, method, params, result, error, message } = JSON.parse(`${data}`);
    if (method !== undefined) return listeners.get(method)?.(params as never);
    if (error === undefined) calls.get(id)?.resolve(result);
    else calls.get(id)?.reject(new Error(`${error}: ${message}`));
    calls.delete(id);
  });
  socket.addEventListener("close", () => {
    for (const { reject } of calls.values()) reject(new Error("The browser has ended the session."));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`Nothing listens at ${address}.`)));
  });

  function send<Result>(method: string, params: object = {}): Promise<Result> {
    last += 1;
    const id = last;
    return new Promise<Result>((resolve, reject) => {
      calls.set(id, { resolve: resolve as Call["resolve"], reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
  }

  await send("session.new", { capabilities: {} });
  return {
    send,
    async on(method, listen) {
      listeners.set(method, listen);
      await send("session.subscribe", { events: [method] });
    },
    close: () => socket.close(),
  };
}
