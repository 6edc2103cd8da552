import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = new URL("../../server/test/", import.meta.url);

it("a file that mocks a module is named .mock.test.ts, so that it runs in its own project", () => {
  const names = (readdirSync(root, { recursive: true }) as string[]).filter((name) => name.endsWith(".test.ts"));
  const replacing = names.filter((name) => /\bvi\.(mock|doMock)\(/.test(readFileSync(new URL(name, root), "utf8")));
  expect(replacing.length).toBeGreaterThan(0);
  expect(replacing).toEqual(names.filter((name) => name.endsWith(".mock.test.ts")));
});
