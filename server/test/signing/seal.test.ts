import { expect, test } from "vitest";
import { deriveSealingKey, seal, unseal } from "../../src/signing/seal.ts";

const key = deriveSealingKey("first secret");

test("encrypts the same private key to a different ciphertext each time", () => {
  const sealed = seal(key, "kid-1", "private");
  expect(unseal(key, "kid-1", sealed)).toBe("private");
  expect(seal(key, "kid-1", "private")).not.toBe(sealed);
  expect(sealed).not.toContain("private");
});

test("cannot decrypt a private key if the secret, the label, the ciphertext or the version has changed", () => {
  const sealed = seal(key, "kid-1", "private");
  const [version, iv, tag = "", text] = sealed.split(".");
  expect(() => unseal(deriveSealingKey("second secret"), "kid-1", sealed)).toThrow();
  expect(() => unseal(key, "kid-2", sealed)).toThrow();
  expect(() => unseal(key, "kid-1", [version, iv, tag, "AAAA"].join("."))).toThrow();
  // A short tag would be easier to guess.
  expect(() => unseal(key, "kid-1", [version, iv, tag.slice(0, 6), text].join("."))).toThrow();
  expect(() => unseal(key, "kid-1", sealed.replace("v1", "v2"))).toThrow();
});
