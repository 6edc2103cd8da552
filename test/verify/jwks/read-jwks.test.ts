import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { readJwks } from "../../../src/verify/jwks/read-jwks.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicRsa = rsa.publicKey.export({ format: "jwk" }) as { kty: string; n: string; e: string };
const publicEc = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const publicEd = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
const kids = (...keys: object[]) => readJwks({ keys }).map(({ kid }) => kid);

test("takes RSA, EC and Ed25519 keys and says what each can verify", () => {
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

test("leaves out symmetric keys, keys for encryption and keys without an id", () => {
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

test("leaves out RSA keys under which anybody could sign, and ones of a wrong size", () => {
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
  const exponent = (value: number) => ({
    ...publicRsa,
    kid: `e${value}`,
    e: Buffer.from([value]).toString("base64url"),
  });
  const long = { ...publicRsa, kid: "long", n: Buffer.alloc(1025, 0xff).toString("base64url") };
  expect(kids(exponent(1), exponent(2), exponent(4), { ...short, kid: "short" }, long, exponent(3))).toEqual(["e3"]);
});

test("drops private members", () => {
  const leaked = { ...rsa.privateKey.export({ format: "jwk" }), kid: "leaked" };
  expect(readJwks({ keys: [leaked] }).map(({ key }) => key.type)).toEqual(["public"]);
});

test("leaves out a point that is not on its curve, and a key of the wrong length", () => {
  const { x = "", y = "" } = publicEc;
  const key = { kty: "EC", crv: "P-256" };
  expect(kids({ ...key, kid: "off", x, y: x }, { ...key, kid: "on", x, y })).toEqual(["on"]);
  const short = { kty: "OKP", crv: "Ed25519", kid: "short", x: Buffer.alloc(31, 1).toString("base64url") };
  expect(kids(short)).toEqual([]);
});

test.each([[null], [[]], [{}], [{ keys: {} }], ["keys"], [{ keys: Array.from({ length: 101 }, () => ({})) }]])(
  "refuses the document %j",
  (document) => {
    expect(() => readJwks(document)).toThrow();
  },
);
