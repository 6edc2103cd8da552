import type { TitleGenerator } from "../../config/title-settings.ts";
import { TitleModelError } from "./title-model-error.ts";
import { createTitleText, fallbackTitle, MAX_TITLE_LENGTH, type TitleText } from "./title-text.ts";

/** The settings of title generation. */
export interface TitleWriter {
  /** Generates a title with a model. If `generate` is null, the first words of the user's message become the title. */
  readonly generate: TitleGenerator | null;
  /** The timeout for generating a title, in milliseconds. Default: 20,000. */
  readonly timeoutMs?: number;
  /** The maximum length of a title, in characters. Default: 255. */
  readonly maxLength?: number;
}

/** The input of {@link streamTitle}. */
export interface TitleOptions extends TitleWriter {
  /**
   * The thread's current title. If this title is not blank, {@link streamTitle} streams it and generates no new title.
   */
  readonly stored: string | null;
  /** The user's first text. Null if the user has sent no text; the thread then gets no title. */
  readonly text: string | null;
  /** Stores the title, unless the thread has received another title in the meantime. */
  readonly store: (title: string) => Promise<unknown>;
  /** Receives the errors of `generate`, including a timeout, and the errors of `store`. */
  readonly onFault?: (fault: unknown) => void;
}

const TIMEOUT_MS = 20_000;

/**
 * Streams a thread's title in pieces, and stores a new title before the stream ends.
 *
 * The stream never fails. If the generator ends or fails before it yields text, the first words of the user's message
 * become the title. If the generator fails after some text, this text becomes the title. If the reader disconnects, the
 * generation continues, so the thread still gets its title.
 */
export function streamTitle({ stored, text, ...options }: TitleOptions): AsyncIterable<string> {
  if (stored !== null && stored.trim() !== "") return readPieces([stored], null);
  if (text === null) return readPieces([], null);
  const pieces: string[] = [];
  const progress = createProgress();
  void produce(text, options, (piece) => {
    pieces.push(piece);
    progress.report();
  })
    .catch(() => {})
    .finally(progress.end);
  return readPieces(pieces, progress);
}

async function produce(
  text: string,
  {
    generate,
    store,
    timeoutMs = TIMEOUT_MS,
    maxLength = MAX_TITLE_LENGTH,
    onFault = () => {},
  }: Omit<TitleOptions, "stored" | "text">,
  emit: (piece: string) => void,
): Promise<void> {
  const title = createTitleText(maxLength);
  const add = (piece: string) => {
    const added = title.add(piece);
    if (added !== "") emit(added);
  };
  try {
    if (generate !== null) await generateInTime(generate, text, timeoutMs, title, add);
  } catch (fault) {
    onFault(fault);
  }
  if (title.read() === "") add(fallbackTitle(text));
  try {
    if (title.read() !== "") await store(title.read());
  } catch (fault) {
    onFault(fault);
  }
}

async function generateInTime(
  generate: TitleGenerator,
  text: string,
  timeoutMs: number,
  title: TitleText,
  add: (piece: string) => void,
): Promise<void> {
  const controller = new AbortController();
  let expire: () => void = () => {};
  const expired = new Promise<"expired">((resolve) => {
    expire = () => resolve("expired");
  });
  const timer = setTimeout(expire, timeoutMs);
  let iterator: AsyncIterator<string> | undefined;
  try {
    iterator = generate({ text, signal: controller.signal })[Symbol.asyncIterator]();
    while (!title.isFull()) {
      const next = await Promise.race([iterator.next(), expired]);
      if (next === "expired") throw new TitleModelError("timed_out");
      if (next.done === true) return;
      add(next.value);
    }
  } finally {
    clearTimeout(timer);
    controller.abort();
    // A generator that hangs would also hang in `return()`, so the call is not awaited.
    iterator?.return?.()?.catch(() => {});
  }
}

interface Progress {
  report(): void;
  end(): void;
  isOver(): boolean;
  changed(): Promise<void>;
}

function createProgress(): Progress {
  let isOver = false;
  let wake: () => void = () => {};
  let change = new Promise<void>((resolve) => {
    wake = resolve;
  });
  function report() {
    wake();
    change = new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return {
    report,
    end() {
      isOver = true;
      report();
    },
    isOver: () => isOver,
    changed: () => change,
  };
}

async function* readPieces(pieces: readonly string[], progress: Progress | null): AsyncIterable<string> {
  for (let index = 0; ; ) {
    // The promise must exist before the check. Otherwise, a change between the check and the wait would be missed.
    const change = progress?.changed();
    while (index < pieces.length) yield pieces[index++] ?? "";
    if (progress === null || (progress.isOver() && index === pieces.length)) return;
    await change;
  }
}
