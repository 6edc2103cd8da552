import { beforeEach, expect, test, vi } from "vitest";
import { BASE62, randomText } from "../../src/base/random-text.ts";
import { createApiKey } from "../../src/keys/api-key-format.ts";
import { createFamilyId, createRefreshToken } from "../../src/visitors/refresh-token.ts";

const randomBytes = vi.hoisted(() => vi.fn());
vi.mock("node:crypto", async (load) => ({ ...(await load<typeof import("node:crypto")>()), randomBytes }));

let bytes: number[];
beforeEach(() => {
  randomBytes.mockReset().mockImplementation((length: number) => Buffer.from(bytes.splice(0, length)));
});

test("S39 S50 API keys, refresh tokens and token family ids take all their randomness from node:crypto", () => {
  const make = () => {
    bytes = Array.from({ length: 400 }, (_, index) => (index * 37) % 248);
    return [createApiKey("default"), createRefreshToken(), createFamilyId()];
  };
  expect(make()).toEqual(make());
  expect(new Set(make()).size).toBe(3);
});

test("S39 S50 random text contains each character with the same probability", () => {
  bytes = Array.from({ length: 248 }, (_, byte) => byte);
  const text = randomText(248);
  expect([...BASE62].map((letter) => text.split(letter).length - 1)).toEqual(Array(62).fill(4));
  // The eight remaining byte values would favor eight characters, so the function discards them.
  bytes = [...Array.from({ length: 8 }, (_, index) => 248 + index), ...Array(8).fill(61)];
  expect(randomText(8)).toBe("z".repeat(8));
});
