import { createAuthority } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { refresh } from "../support/call.ts";
import { REVOKED, setUpRevocations } from "./set-up-revocations.ts";

const { t, open, moves, start, revoke, tokenFor, list, claim, visit } = setUpRevocations();

test.each([true, false])(
  "a sign-out revokes a visitor's refresh tokens permanently (refresh token rotation: %s)",
  async (refreshRotation) => {
    const authority = await start({ refreshRotation });
    const [visitor, other] = [await visit(authority), await visit(authority)];
    const second = await refresh(authority, visitor.token);
    const next = (second.body["refresh_token"] as { token: string }).token;
    t.time += 10_000;
    expect(await revoke({ user_id: visitor.id })).toMatchObject({ status: 201 });
    const ends = async () => {
      for (const token of [visitor.token, next]) {
        expect(await refresh(authority, token)).toMatchObject(REVOKED);
        expect(await claim(await tokenFor("ada"), token)).toMatchObject(REVOKED);
      }
    };
    expect(await list(visitor.access)).toMatchObject(REVOKED);
    await ends();
    t.time += 20 * 86_400_000;
    await ends();
    expect((await refresh(authority, other.token)).status).toBe(200);
    await revoke({ issued_before: new Date(t.time).toISOString() });
    expect(await refresh(authority, other.token)).toMatchObject(REVOKED);
    expect((await refresh(authority, (await visit(authority)).token)).status).toBe(200);
    expect(moves.count).toBe(0);
  },
);

test("signing out a visitor's workspace revokes the visitor's refresh token", async () => {
  const [visitor, other] = [await visit(), await visit()];
  t.time += 10_000;
  await revoke({ workspace_id: String(decodeJwt(visitor.access)["workspace_id"]) });
  // Two days later, the list of sign-outs that affect JWTs no longer contains this one.
  t.time += 2 * 86_400_000;
  await revoke({ user_id: "grace" });
  expect(await refresh(t.authority, visitor.token)).toMatchObject(REVOKED);
  expect((await refresh(t.authority, other.token)).status).toBe(200);
});

test("a sign-out of all users does not revoke the refresh tokens of another project's visitors", async () => {
  const { storage, now } = t;
  const projectId = `${t.projectId}-other`;
  const issuer = "https://other.example.com";
  const other = await createAuthority({ storage, projectId, now, issuer, anonymous: true });
  open.push(other);
  const { token } = await visit(other);
  t.time += 10_000;
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await refresh(other, token)).status).toBe(200);
});
