import type { TitleGenerator } from "../../config/title-settings.ts";
import { TitleModelError } from "./title-model-error.ts";
import { createTitleText, fallbackTitle, MAX_TITLE_LENGTH, type TitleText } from "./title-text.ts";

/** Generates titles. */
export interface TitleWriter {
  /** Null to use the user's first words. */
  readonly generate: TitleGenerator | null;
  /** The timeout of a generator, in milliseconds. Default: 20,000. */
  readonly timeoutMs?: number;
  /** The maximum length of a title, in characters. Default: 255. */
  readonly maxLength?: number;
}

/** The input of a title. */
export interface TitleOptions extends TitleWriter {
  /** The current title of the thread. If not empty, it is streamed back unchanged. */
  readonly stored: string | null;
  /** The user's first text; null without one, and then there is no title. */
  readonly text: string | null;
  /** Stores the title, unless the thread has received one in the meantime. */
  readonly store: (title: string) => Promise<unknown>;
  /** Receives the error of a failed generator or of a title that was not stored. */
  readonly onFault?: (fault: unknown) => void;
}

const TIMEOUT_MS = 20_000;

/**
 * Streams a thread's title in pieces, and stores it before the stream ends.
 *
 * It never fails: if a generator fails before its first text, the title is the user's first words; if it fails later,
 * the title ends there. A reader that disconnects does not stop the work, so the thread still gets its title.
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
    // Not awaited, because a generator that hangs would hang here too.
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
    // The promise is created before the check, so that no change in between is missed.
    const change = progress?.changed();
    while (index < pieces.length) yield pieces[index++] ?? "";
    if (progress === null || (progress.isOver() && index === pieces.length)) return;
    await change;
  }
}
