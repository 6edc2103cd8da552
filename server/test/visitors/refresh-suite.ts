import { type Authority, type AuthorityOptions, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { eq } from "drizzle-orm";
import { decodeJwt } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { refreshTokens } from "../../src/storage/schema.ts";
import { anonymous, call, type Reply, refresh } from "../support/call.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const secret = "a secret of the refresh tests, long enough";

export function refreshSuite(open: () => AuthorityStorage): void {
  let time = 0;
  let project = 0;
  let authority: Authority;
  const start = (options: Partial<AuthorityOptions> = {}) =>
    createAuthority({
      storage: open(),
      issuer: "https://auth.example.com",
      projectId: `refresh-${project}`,
      secret,
      anonymous: true,
      now: () => time,
      ...options,
    });
  beforeEach(async () => {
    time = Date.UTC(2026, 0, 1, 12);
    project++;
    authority = await start();
    return () => authority.close();
  });

  const read = ({ status, body }: Reply) => {
    expect({ status, body }).toMatchObject({ status: 200 });
    const { token, expires_at } = body["refresh_token"] as { token: string; expires_at: string };
    return { token, expiresAt: Date.parse(expires_at), visitor: decodeJwt(String(body["access_token"])).sub };
  };
  const visit = async () => read(await anonymous(authority));
  const renew = async (token: string, from = authority) => read(await refresh(from, token));
  const refused = async (token: string, from = authority) =>
    expect(await refresh(from, token)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
  const rows = () =>
    open().run((database) =>
      database
        .select()
        .from(refreshTokens)
        .where(eq(refreshTokens.projectId, `refresh-${project}`)),
    );

  describe("the rotation of refresh tokens", () => {
    test("S51 each refresh returns a new token that belongs to the visitor and is valid for 30 days", async () => {
      let last = await visit();
      const seen = new Set([last.token]);
      for (let count = 0; count < 5; count++) {
        time += 20 * DAY;
        const next = await renew(last.token);
        expect(next).toMatchObject({ visitor: last.visitor, expiresAt: time + 30 * DAY });
        expect(next.token).toMatch(/^refresh_0[0-9A-Za-z]{43}$/);
        seen.add(next.token);
        last = next;
      }
      expect(seen.size).toBe(6);
      time += 30 * DAY;
      await refused(last.token);
    });

    test("S51 repeated refreshes with one token return the same successor until the successor is used", async () => {
      const first = await visit();
      const lost = await renew(first.token);
      time += 10 * DAY;
      const again = await renew(first.token);
      expect(again).toEqual({ ...lost, expiresAt: time + 30 * DAY });
      // The successor is the same even if every response since the first visit was lost for months.
      for (let month = 0; month < 3; month++) {
        time += 29 * DAY;
        expect((await renew(first.token)).token).toBe(lost.token);
      }
      expect((await renew(lost.token)).visitor).toBe(first.visitor);
    });

    test("S51 a refresh token stays valid for a minute after its successor was used", async () => {
      const first = await visit();
      const second = await renew(first.token);
      const third = await renew(second.token);
      time += MINUTE;
      expect((await renew(first.token)).token).toBe(third.token);
      expect((await renew(second.token)).token).toBe(third.token);
      const fourth = await renew(third.token);
      // This token is two steps behind, but within the first minute.
      expect((await renew(first.token)).token).toBe(fourth.token);
      expect((await renew(fourth.token)).visitor).toBe(first.visitor);
    });

    test("S51 S52 revokes a visitor's tokens if one is reused over a minute after its successor was used", async () => {
      const first = await visit();
      const second = await renew(first.token);
      const third = await renew(second.token);
      const other = await visit();
      time += MINUTE + 1;
      await refused(first.token);
      for (const { token } of [second, third]) await refused(token);
      // The other visitor's tokens stay valid.
      expect((await renew(other.token)).visitor).toBe(other.visitor);
    });

    test("S51 S54 an old token's reuse revokes the visitor's tokens, even during concurrent refreshes", async () => {
      for (let round = 0; round < 20; round++) {
        const first = await visit();
        const last = await renew((await renew(first.token)).token);
        time += MINUTE + 1;
        const replies = await Promise.all(
          [last.token, first.token, last.token, last.token].map((token) => refresh(authority, token)),
        );
        const given = replies.filter(({ status }) => status === 200).map((reply) => read(reply).token);
        for (const token of [last.token, ...given]) await refused(token);
      }
    });

    test("S55 moving a visitor's threads to a user revokes the visitor's tokens, even during a refresh", async () => {
      const claiming = await start({ moveThreads: async () => 1 });
      const { key } = await claiming.keys.create({ name: "backend" });
      const claim = (refresh_token: string) =>
        call(claiming, "/v1/threads/claim", {
          ...{ method: "POST", bearer: key, body: JSON.stringify({ refresh_token }) },
          headers: { "Aui-User-Id": "user-1", "Aui-Workspace-Id": "user-1" },
        });
      for (let round = 0; round < 20; round++) {
        const first = await visit();
        const [claimed, ...replies] = await Promise.all([
          claim(first.token),
          ...Array.from({ length: 4 }, () => refresh(claiming, first.token)),
        ]);
        expect(claimed).toMatchObject({ status: 200, body: { moved: 1 } });
        const given = replies.filter(({ status }) => status === 200).map((reply) => read(reply).token);
        for (const token of [first.token, ...given]) await refused(token);
      }
      await claiming.close();
    });

    test("S51 revokes the visitor's tokens if a thief uses a stolen token weeks after its replacement", async () => {
      const first = await visit();
      let last = first;
      for (let week = 0; week < 4; week++) {
        last = await renew(last.token);
        time += 7 * DAY;
      }
      await refused(first.token);
      await refused(last.token);
    });

    test("S54 fifty concurrent refreshes with one token return the same successor", async () => {
      const first = await visit();
      const replies = await Promise.all(Array.from({ length: 50 }, () => refresh(authority, first.token)));
      const renewed = replies.map(read);
      expect(new Set(renewed.map(({ visitor }) => visitor))).toEqual(new Set([first.visitor]));
      expect(new Set(renewed.map(({ token }) => token)).size).toBe(1);
      expect(await rows()).toHaveLength(2);
    });

    test("S54 concurrent refreshes with a token and with its successor all succeed", async () => {
      const first = await visit();
      const second = await renew(first.token);
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, index) => refresh(authority, index % 2 ? first.token : second.token)),
      );
      const tokens = new Set(replies.map((reply) => read(reply).token));
      tokens.delete(second.token);
      expect(tokens.size).toBe(1);
    });

    test("S51 rejects a refresh after the maximum lifetime of the refresh token", async () => {
      const short = await start({ refreshMaxLifetimeSeconds: (40 * DAY) / 1000 });
      const first = read(await anonymous(short));
      const started = time;
      time += 20 * DAY;
      const second = await renew(first.token, short);
      expect(second.expiresAt).toBe(started + 40 * DAY);
      time += 20 * DAY - 1;
      const third = await renew(second.token, short);
      expect(third.expiresAt).toBe(started + 40 * DAY);
      time += 1;
      await refused(third.token, short);
      await short.close();
    });

    test("S50 neither a refresh token alone nor the database alone reveals the token's successor", async () => {
      const first = await visit();
      const second = await renew(first.token);
      const stored = JSON.stringify(await rows());
      for (const { token } of [first, second]) expect(stored).not.toContain(token.slice(9));
      const { familyId } = (await rows())[0] as { familyId: string };
      expect(familyId).toMatch(/^family_0[0-9A-Za-z]{24}$/);
      expect(JSON.stringify(await refresh(authority, first.token))).not.toContain(familyId.slice(8));
    });

    test("deletes expired refresh tokens once an hour in the background", async () => {
      const first = await visit();
      await renew(first.token);
      time += 31 * DAY;
      await visit();
      await authority.close();
      expect(await rows()).toHaveLength(1);
    });
  });

  describe("refresh tokens without rotation, as in the hosted cloud", () => {
    test("S51 if rotation is disabled, a refresh extends the token's validity up to the maximum lifetime", async () => {
      const hosted = await start({ refreshRotation: false, refreshMaxLifetimeSeconds: (70 * DAY) / 1000 });
      const first = read(await anonymous(hosted));
      const started = time;
      for (const expected of [59, 70, 70]) {
        time += 29 * DAY - (expected === 70 ? 10 * DAY : 0);
        expect(await renew(first.token, hosted)).toMatchObject({
          token: first.token,
          visitor: first.visitor,
          expiresAt: expected === 59 ? started + 59 * DAY : Math.min(started + 70 * DAY, time + 30 * DAY),
        });
      }
      time = started + 70 * DAY;
      await refused(first.token, hosted);
      await hosted.close();
    });

    test("S54 if rotation is disabled, fifty concurrent refreshes with one token all succeed", async () => {
      const hosted = await start({ refreshRotation: false });
      const first = read(await anonymous(hosted));
      const replies = await Promise.all(Array.from({ length: 50 }, () => refresh(hosted, first.token)));
      expect(new Set(replies.map((reply) => read(reply).token))).toEqual(new Set([first.token]));
      await hosted.close();
    });

    test("S52 a token that rotation has replaced stays invalid after rotation is disabled", async () => {
      const hosted = await start({ refreshRotation: false });
      const first = await visit();
      const second = await renew(first.token);
      await renew(second.token);
      time += MINUTE + 1;
      await refused(first.token, hosted);
      expect((await renew(second.token, hosted)).visitor).toBe(first.visitor);
      await hosted.close();
    });
  });
}
