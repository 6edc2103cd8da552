import { afterEach, expect, test, vi } from "vitest";
import { cookieOf, PASSWORD, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin({ trustedProxies: 1 });
afterEach(() => {
  vi.useRealTimers();
});
const GUESSES_OF_EACH = 4;

/** Sends a sign-in request whose header `X-Forwarded-For` contains `address`. */
function signIn(address: string, password: string, cookie?: string) {
  return admin.send("POST", "/session", {
    body: { password },
    headers: { "X-Forwarded-For": address },
    ...(cookie === undefined ? {} : { cookie }),
  });
}

test("S85 an admin can sign in with the right password while many addresses guess passwords", {
  timeout: 240_000,
}, async () => {
  await admin.signIn();
  const first = await signIn("192.0.2.200", PASSWORD);
  const device = first.headers.getSetCookie().find((each) => each.startsWith("__Host-aui-device="));
  expect(device).toMatch(/; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Strict$/);

  const addresses = [
    ...Array.from({ length: 10 }, (_, index) => `192.0.2.${index + 1}`),
    ...Array.from({ length: 60 }, (_, index) => `2001:db8:${index % 3}:${index}::1`),
  ];
  const answers: number[] = [];
  const leaving = new AbortController();
  const guesses = addresses.flatMap((address) =>
    Array.from({ length: GUESSES_OF_EACH }, async (_, index) => {
      const response = await fetch(`${admin.server.url}/admin/api/session`, {
        method: "POST",
        signal: leaving.signal,
        headers: {
          Origin: "https://auth.example.com",
          "Content-Type": "application/json",
          "X-Forwarded-For": address,
        },
        body: JSON.stringify({ password: `guess ${index} of ${address}` }),
      });
      answers.push(response.status);
    }),
  );
  const settled = Promise.allSettled(guesses);
  expect(guesses).toHaveLength(280);
  await expect.poll(() => answers.length, { timeout: 60_000 }).toBeGreaterThan(20);

  // The known browser has the same address as a guesser.
  const [known, stranger] = [signIn("192.0.2.1", PASSWORD, device?.split(";")[0]), signIn("198.51.100.7", PASSWORD)];
  expect((await known).status).toBe(200);
  const guessedBefore = answers.filter((status) => status === 401).length;
  expect(guessedBefore).toBeLessThan(addresses.length);
  const reply = await stranger;
  expect(reply.status).toBe(200);
  expect(cookieOf(reply)).toContain("__Host-aui-");
  expect(answers.filter((status) => status === 401).length).toBeLessThan(addresses.length);
  expect(answers.every((status) => status === 401 || status === 429)).toBe(true);
  leaving.abort();
  await settled;
});

test("S85 a forged or expired device cookie, or another admin's cookie, does not lift the sign-in limit", async () => {
  // The limit uses the machine's clock, not the authority's clock, so replace `Date`.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  await admin.signIn();
  await admin.signIn("grace");
  const of = async (name: string) => {
    const reply = await admin.send("POST", "/session", {
      body: { name, password: PASSWORD },
      headers: { "X-Forwarded-For": "192.0.2.77" },
    });
    return (
      (reply.headers.getSetCookie().find((each) => each.startsWith("__Host-aui-device=")) ?? "").split(";")[0] ?? ""
    );
  };
  const [own, others] = [await of("admin"), await of("grace")];
  for (let guesses = 0; guesses < 5; guesses++) expect((await signIn("192.0.2.78", "a wrong guess")).status).toBe(401);
  for (const cookie of [others, `${own.slice(0, -6)}AAAAAA`, "__Host-aui-device=v1.a.b.c"]) {
    expect((await signIn("192.0.2.78", PASSWORD, cookie)).status).toBe(429);
  }
  expect((await signIn("192.0.2.78", PASSWORD, own)).status).toBe(200);
  admin.pass(181 * 86_400_000);
  expect((await signIn("192.0.2.78", PASSWORD, own)).status).toBe(429);
});
