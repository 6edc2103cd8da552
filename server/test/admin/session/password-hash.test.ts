import { expect, test } from "vitest";
import { createPasswordHasher } from "../../../src/admin/session/password-hash.ts";

test("S60 a password of nobody takes the same work and its turn, and too many at once are sent away", async () => {
  const hasher = createPasswordHasher();
  const answers = await Promise.all(Array.from({ length: 10 }, () => hasher.matches("a password", null)));
  expect(answers).toEqual([...Array.from({ length: 8 }, () => false), null, null]);
  expect(await hasher.matches("a password", null)).toBe(false);
});

test("S60 the same password has another salt and hash each time, and matches both", async () => {
  const hasher = createPasswordHasher();
  const [one, other] = [await hasher.hash("a password"), await hasher.hash("a password")];
  expect(one).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/);
  expect(other).not.toBe(one);
  expect(await hasher.matches("a password", one)).toBe(true);
  expect(await hasher.matches("a password", other)).toBe(true);
  expect(await hasher.matches("b password", one)).toBe(false);
});
