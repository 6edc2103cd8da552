import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TitleGenerator } from "../../../src/config/title-settings.ts";
import { streamTitle, type TitleOptions } from "../../../src/threads/titles/title-stream.ts";

const TEXT = "How do I bake a loaf of bread at home?";
const FALLBACK = "How do I bake a loaf";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Reads a title's stream to the end. Returns the chunks of the stream, the stored titles and the reported errors. */
async function write(options: Partial<TitleOptions>) {
  const stored: string[] = [];
  const faults: unknown[] = [];
  const store = async (title: string) => void stored.push(title);
  const onFault = (fault: unknown) => void faults.push(fault);
  const pieces: string[] = [];
  for await (const piece of streamTitle({ stored: null, text: TEXT, generate: null, store, onFault, ...options })) {
    pieces.push(piece);
  }
  return { pieces, stored, faults };
}

const words = (...pieces: string[]): TitleGenerator =>
  async function* () {
    yield* pieces;
  };

const fail = (): never => {
  throw new Error("no model");
};

describe("the title of a thread", () => {
  test("returns a stored title unchanged and does not call the model", async () => {
    const generate = vi.fn();
    expect(await write({ stored: " Mine  \n", generate })).toEqual({ pieces: [" Mine  \n"], stored: [], faults: [] });
    expect(generate).not.toHaveBeenCalled();
  });

  test("treats a stored title of only spaces as missing", async () => {
    expect(await write({ stored: " \n" })).toEqual({ pieces: [FALLBACK], stored: [FALLBACK], faults: [] });
  });

  test("creates no title if the message has no text", async () => {
    expect(await write({ text: null, generate: words("Hi") })).toEqual({ pieces: [], stored: [], faults: [] });
    expect(await write({ text: "\u0000" })).toEqual({ pieces: [], stored: [], faults: [] });
  });

  test("streams a title during its generation, and stores the title before the stream ends", async () => {
    const { pieces, stored } = await write({ generate: words(" Baking", " bread\n", " at ", "", "home ") });
    expect(pieces).toEqual(["Baking", " bread", " at", " home"]);
    expect(stored).toEqual(["Baking bread at home"]);
  });

  test.each<[string, TitleGenerator]>([
    ["fails at once", () => fail()],
    [
      "returns a space and then fails",
      async function* () {
        yield " ";
        fail();
      },
    ],
    ["returns no text", words()],
    ["returns only spaces", words(" ", "\n")],
  ])("takes the title from the user's message if the model %s", async (_, generate) => {
    const { pieces, stored } = await write({ generate });
    expect(pieces.join("")).toBe(FALLBACK);
    expect(stored).toEqual([FALLBACK]);
  });

  test("if the model fails midway, the received part becomes the title", async () => {
    const fault = new Error("connection lost");
    const generate: TitleGenerator = async function* () {
      yield "Baking";
      yield " bread";
      throw fault;
    };
    expect(await write({ generate })).toEqual({
      pieces: ["Baking", " bread"],
      stored: ["Baking bread"],
      faults: [fault],
    });
  });

  test.each([
    [[], FALLBACK],
    [["Baking"], "Baking"],
  ])("if the model hangs after the chunks %j, the title's stream ends at the timeout", async (pieces, title) => {
    let signal: AbortSignal | undefined;
    const generate: TitleGenerator = async function* (request) {
      signal = request.signal;
      yield* pieces;
      await new Promise(() => {});
    };
    const written = write({ generate, timeoutMs: 5000 });
    await vi.advanceTimersByTimeAsync(4999);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await written).toMatchObject({ stored: [title], faults: [{ code: "timed_out" }] });
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("stops reading a model's endless response, and stores at most 255 characters", async () => {
    let asked = 0;
    let ended = false;
    const generate: TitleGenerator = async function* () {
      try {
        while (true) {
          asked++;
          yield "bread ";
        }
      } finally {
        ended = true;
      }
    };
    const { stored } = await write({ generate });
    expect(stored[0]?.length).toBeLessThanOrEqual(255);
    expect(stored[0]).toMatch(/^(bread )+bread/);
    expect(asked).toBeLessThan(50);
    expect(ended).toBe(true);
  });

  test("stores a title even if the client disconnects after the first chunk", async () => {
    const stored: string[] = [];
    const store = async (title: string) => void stored.push(title);
    const stream = streamTitle({ stored: null, text: TEXT, generate: words("Baking", " bread"), store });
    for await (const _ of stream) break;
    await vi.waitFor(() => expect(stored).toEqual(["Baking bread"]));
  });

  test("streams a title even if storing the title fails", async () => {
    const fault = new Error("no database");
    const { pieces, faults } = await write({ store: () => Promise.reject(fault) });
    expect(pieces).toEqual([FALLBACK]);
    expect(faults).toEqual([fault]);
  });
});
