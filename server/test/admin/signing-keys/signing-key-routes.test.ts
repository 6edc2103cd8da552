import { expect, test } from "vitest";
import { mint } from "../../support/call.ts";
import { ISSUER, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

test("S47 the admin API lists, rotates and revokes signing keys, and never returns a private key", async () => {
  const cookie = await admin.signIn();
  const list = async () => (await admin.send("GET", "/signing-keys", { cookie })).body.keys;
  const [first] = await list();
  expect(first).toMatchObject({ algorithm: "ES256", state: "active" });
  const rotated = await admin.send("POST", "/signing-keys/rotate", { cookie });
  expect(rotated).toMatchObject({ status: 201, body: { state: "next" } });
  const revoked = await admin.send("POST", `/signing-keys/${first.kid}/revoke`, { cookie });
  expect(revoked.status).toBe(200);
  const keys = await list();
  expect(revoked.body).toEqual({ keys });
  expect(keys.map(({ kid }: { kid: string }) => kid)).not.toContain(first.kid);
  const { key } = await admin.authority.keys.create({ name: "n" });
  expect((await mint(admin.authority, key)).status).toBe(200);

  const { body } = await admin.send("GET", "/audit?action=signing_key", { cookie });
  expect(body.entries.map(({ actor, action }: { actor: string; action: string }) => [actor, action])).toEqual(
    expect.arrayContaining([
      ["admin", "signing_key.create"],
      ["admin", "signing_key.revoke"],
    ]),
  );
  expect(JSON.stringify([keys, revoked.body, rotated.body, body])).not.toMatch(/"d"|sealed|private/i);
});

test("returns 404 for an unknown signing key and 400 for an unknown algorithm", async () => {
  const cookie = await admin.signIn();
  expect((await admin.send("POST", "/signing-keys/nothing/revoke", { cookie })).status).toBe(404);
  const reply = await admin.send("POST", "/signing-keys/rotate", { cookie, body: { algorithm: "HS256" } });
  expect(reply).toMatchObject({ status: 400, body: { fields: { algorithm: expect.any(String) } } });
});

test("GET /status returns the settings of the authority, but no secrets", async () => {
  const cookie = await admin.signIn();
  const { status, body } = await admin.send("GET", "/status", { cookie });
  expect(status).toBe(200);
  expect(body).toEqual({
    projectId: "default",
    issuer: ISSUER,
    storage: "memory",
    signingAlgorithm: "ES256",
    tokenLifetimeSeconds: 300,
    anonymous: false,
    allowInsecureJwks: false,
    threads: true,
    startedAt: admin.time,
    now: admin.time,
  });
});
