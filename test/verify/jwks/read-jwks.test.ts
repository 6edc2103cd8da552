import { checkPrimeSync, generateKeyPairSync, generatePrimeSync } from "node:crypto";
import { expect, test } from "vitest";
import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicRsa = rsa.publicKey.export({ format: "jwk" }) as { kty: string; n: string; e: string };
const publicEc = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const publicEd = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
const kids = (...keys: object[]) => readJwks({ keys }).map(({ kid }) => kid);

test("returns RSA, EC and Ed25519 keys, each with the algorithms that the key supports", () => {
  const keys = readJwks({
    keys: [
      { ...publicRsa, kid: "rsa" },
      { ...publicEc, kid: "ec" },
      { ...publicEd, kid: "ed" },
      { ...publicRsa, kid: "bound", alg: "RS256" },
    ],
  });
  expect(keys.map(({ kid, algorithms }) => [kid, algorithms])).toEqual([
    ["rsa", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]],
    ["ec", ["ES256"]],
    ["ed", ["EdDSA", "Ed25519"]],
    ["bound", ["RS256"]],
  ]);
});

test.each([null, "", []])("S77 treats an optional member of a JWK as missing if its value is %j", (nothing) => {
  const [rsa] = readJwks({ keys: [{ ...publicRsa, kid: "a", use: nothing, alg: nothing, key_ops: nothing }] });
  expect(rsa?.algorithms).toEqual(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]);
});

test("S78 treats EdDSA and Ed25519 as the same algorithm", () => {
  for (const alg of ["EdDSA", "Ed25519"]) {
    expect(readJwks({ keys: [{ ...publicEd, kid: "ed", alg }] })[0]?.algorithms).toEqual(["EdDSA", "Ed25519"]);
  }
});

test("S78 ignores a key whose algorithm is not a signature algorithm of the key's type", () => {
  const keys = [
    { ...publicEd, kid: "ed", alg: "ES256" },
    { ...publicRsa, kid: "rsa", alg: "RSA-OAEP" },
  ];
  expect(readJwks({ keys })).toEqual([]);
});

const withModulus = (n: bigint) => ({
  ...publicRsa,
  kid: "weak",
  n: Buffer.from(n.toString(16).padStart(516, "0"), "hex").toString("base64url"),
});

test("S79 ignores an RSA key with the fingerprint of CVE-2017-15361", () => {
  const primes = Array.from({ length: 165 }, (_, index) => index + 3).filter((each) => isPrime(each));
  const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
  let power = 1n;
  for (let step = 0; step < 1000; step++) power = (power * 65_537n) % product;
  const half = (1n << 2047n) / product + 12_345n;
  // Keep the odd candidate. Modulo each of the primes, it lies in the subgroup that 65537 generates.
  const weak = [half, half + 1n].map((times) => power + product * times).filter((n) => n % 2n === 1n);
  expect(weak).toHaveLength(1);
  expect(weak.flatMap((n) => kids(withModulus(n)))).toEqual([]);
});

test("S79 ignores an RSA key with neighboring primes or a small factor", () => {
  const first = generatePrimeSync(1030, { bigint: true });
  let second = first + 2n;
  while (!checkPrimeSync(second)) second += 2n;
  expect(kids(withModulus(first * second))).toEqual([]);
  expect(kids(withModulus(first * first))).toEqual([]);
  expect(kids(withModulus(3n * generatePrimeSync(2050, { bigint: true })))).toEqual([]);
  expect(kids(withModulus(first * generatePrimeSync(1030, { bigint: true })))).toEqual(["weak"]);
});

function isPrime(value: number): boolean {
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}

test("ignores symmetric keys, encryption keys and keys without an id", () => {
  expect(
    kids(
      { kty: "oct", k: "c2VjcmV0", kid: "oct" },
      { ...publicRsa, kid: "enc", use: "enc" },
      { ...publicRsa, kid: "ops", key_ops: ["encrypt"] },
      { ...publicRsa },
      { ...publicRsa, kid: 7 },
      { ...publicEc, kid: "curve", crv: "secp256k1" },
    ),
  ).toEqual([]);
});

test("ignores RSA keys with an unsafe exponent or an unsupported size", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
  const exponent = (value: number) => ({
    ...publicRsa,
    kid: `e${value}`,
    e: Buffer.from([value]).toString("base64url"),
  });
  const long = { ...publicRsa, kid: "long", n: Buffer.alloc(1025, 0xff).toString("base64url") };
  expect(kids(exponent(1), exponent(2), exponent(4), { ...short, kid: "short" }, long, exponent(3))).toEqual(["e3"]);
});

test("removes the private members of a key", () => {
  const leaked = { ...rsa.privateKey.export({ format: "jwk" }), kid: "leaked" };
  expect(readJwks({ keys: [leaked] }).map(({ key }) => key.type)).toEqual(["public"]);
});

test("ignores a key whose point is not on its curve, and a key of an invalid length", () => {
  const { x = "", y = "" } = publicEc;
  const key = { kty: "EC", crv: "P-256" };
  expect(kids({ ...key, kid: "off", x, y: x }, { ...key, kid: "on", x, y })).toEqual(["on"]);
  const short = { kty: "OKP", crv: "Ed25519", kid: "short", x: Buffer.alloc(31, 1).toString("base64url") };
  expect(kids(short)).toEqual([]);
});

test.each([[null], [[]], [{}], [{ keys: {} }], ["keys"], [{ keys: Array.from({ length: 101 }, () => ({})) }]])(
  "rejects %j as a JWKS",
  (document) => {
    expect(() => readJwks(document)).toThrow();
  },
);
