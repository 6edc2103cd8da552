import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../server/test/", import.meta.url);

it("every file that mocks a module ends in .mock.test.ts", () => {
  const names = (readdirSync(root, { recursive: true }) as string[]).filter((name) => name.endsWith(".test.ts"));
  const replacing = names.filter((name) => /\bvi\.(mock|doMock)\(/.test(readFileSync(new URL(name, root), "utf8")));
  expect(replacing.length).toBeGreaterThan(0);
  expect(replacing).toEqual(names.filter((name) => name.endsWith(".mock.test.ts")));
});
