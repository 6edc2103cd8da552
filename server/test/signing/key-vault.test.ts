import { expect, test } from "vitest";
import { createKeyVault } from "../../src/signing/key-vault.ts";

const vault = createKeyVault({ secret: "a secret of the tests, 32 characters or more", previousSecret: null });

test("the id of a signing key never starts with a hyphen", async () => {
  const kids: string[] = [];
  for (let index = 0; index < 500; index++) kids.push((await vault.createPair("EdDSA")).kid);
  expect(new Set(kids).size).toBe(500);
  expect(kids.filter((kid) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/.test(kid))).toEqual([]);
});
