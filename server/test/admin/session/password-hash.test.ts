import { expect, test } from "vitest";
import { createHashQueue } from "../../../src/admin/session/hash-queue.ts";
import { createPasswordHasher } from "../../../src/admin/session/password-hash.ts";

test("S60 hashes the same password with a new salt each time", async () => {
  const hasher = createPasswordHasher();
  const [one, other] = [await hasher.hash("a password"), await hasher.hash("a password")];
  expect(one).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/);
  expect(other).not.toBe(one);
  expect(await hasher.matches("a password", one)).toBe(true);
  expect(await hasher.matches("a password", other)).toBe(true);
  expect(await hasher.matches("b password", one)).toBe(false);
  expect(await hasher.matches("a password", null)).toBe(false);
});

/** Creates a queue that runs one task at a time. `finish` ends the running task. `begun` lists the started tasks. */
function openQueue(capacity: number) {
  const queue = createHashQueue(capacity);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, rank: number, signal: AbortSignal | null = null) =>
    queue.run(rank, signal, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  return {
    begun,
    run,
    async finish(): Promise<void> {
      ends.shift()?.();
      // The next task begins in the current turn of the event loop, so wait until that turn ends.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("S85 a queue of password checks runs one check at a time, starting with the lowest rank", async () => {
  const { begun, run, finish } = openQueue(8);
  for (const [name, rank] of [
    ["first", 9],
    ["guesser", 5],
    ["newcomer", 1],
    ["other", 1],
    ["known", 0],
  ] as const) {
    void run(name, rank);
  }
  for (let count = 0; count < 5; count++) {
    expect(begun).toHaveLength(count + 1);
    await finish();
  }
  expect(begun).toEqual(["first", "known", "newcomer", "other", "guesser"]);
});

test("S85 a full queue of password checks drops the waiting check with the highest rank", async () => {
  const { begun, run, finish } = openQueue(2);
  const running = run("running", 3);
  const [guesser, newcomer] = [run("guesser", 7), run("newcomer", 1)];
  const second = run("second", 2);
  expect(await guesser).toBeNull();
  expect(await run("worse", 8)).toBeNull();
  const leaving = new AbortController();
  const third = run("third", 0, leaving.signal);
  expect(await second).toBeNull();
  leaving.abort();
  expect(await third).toBeNull();
  expect(await run("gone before", 0, leaving.signal)).toBeNull();
  await finish();
  expect(await running).toBe("running");
  await finish();
  expect(await newcomer).toBe("newcomer");
  expect(begun).toEqual(["running", "newcomer"]);
});

test("S85 a queue of password checks continues after a check throws an error", async () => {
  const queue = createHashQueue(2);
  const failed = queue.run(0, null, () => Promise.reject(new Error("out of memory")));
  const next = queue.run(0, null, async () => "next");
  await expect(failed).rejects.toThrow("out of memory");
  expect(await next).toBe("next");
});
