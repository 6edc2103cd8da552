import { beforeEach, describe, expect, test } from "vitest";
import { exchange, tokenOf } from "../support/call.ts";
import { forge, withRsa } from "../support/forge.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const FORM = "application/x-www-form-urlencoded";
const EXCHANGE = "https://authority.example.com/v1/auth/tokens/exchange";

beforeEach(async () => {
  await t.authority.rules.add(t.rule());
});

const signed = (claims: object = {}) => forge(t.header(), { ...t.claims(), ...claims }, withRsa(t.privateKey()));
const withGroups = (count: number) =>
  signed({ groups: Array.from({ length: count }, (_, index) => `9f3a4b1c-0000-4000-8000-${index + 1e11}`) });

const membersOf = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`T${index + 1e9}`, value]));

async function post(body: string, headers: Record<string, string> = { "Content-Type": FORM }) {
  const response = await t.authority.fetch(new Request(EXCHANGE, { method: "POST", body, headers }));
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("an exchange with the ID token in a form body", () => {
  test.each([1, 160, 480])("F52 exchanges an ID token that contains %s groups", async (count) => {
    const token = await withGroups(count);
    expect(token.length > 8192).toBe(count > 1);
    tokenOf(await post(`subject_token=${token}`));
  });

  test.each([
    ["70 tenants, as from Descope", { tenants: membersOf(70, { roles: ["Tenant Admin"], permissions: ["a", "b"] }) }],
    [
      "100 clients, as from Keycloak",
      { resource_access: membersOf(100, { roles: ["manage-account", "view-profile"] }) },
    ],
    ["1,500 claims", membersOf(1500, 1)],
  ])("S81 exchanges an ID token that contains %s", async (_label, claims) => {
    const token = await signed(claims);
    expect(token.length).toBeLessThan(32 * 1024);
    tokenOf(await post(`subject_token=${token}`));
  });

  test("S81 accepts an Authorization header whose token contains 300 claims", async () => {
    const token = await signed(membersOf(300, 1));
    expect(token.length).toBeLessThan(8192);
    tokenOf(await exchange(t.authority, token));
  });

  test("F52 accepts a `grant_type` field in an exchange form, and a charset in the form's Content-Type", async () => {
    const grant = encodeURIComponent("urn:ietf:params:oauth:grant-type:token-exchange");
    const body = `grant_type=${grant}&subject_token=${await withGroups(160)}`;
    tokenOf(await post(body, { "Content-Type": `${FORM};charset=UTF-8` }));
  });

  test("F52 an app on another origin can send an exchange form without a preflight and read the response", async () => {
    const headers = { "Content-Type": FORM, Origin: "https://app.example.com" };
    const answer = await post(`subject_token=${await withGroups(160)}`, headers);
    tokenOf(answer);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  test("F52 rejects an exchange form of more than 32 KiB, even if the token is valid", async () => {
    const token = await signed();
    const padded = (length: number) => `subject_token=${token}&x=`.padEnd(length, "x");
    expect((await post(padded(32 * 1024))).status).toBe(200);
    expect(await post(padded(32 * 1024 + 1))).toMatchObject({ status: 413, body: { code: "body_too_large" } });
  });

  test.each<[string, (token: string) => string, number, string]>([
    ["no token", () => "", 401, "authorization_missing"],
    ["an empty token", () => "subject_token=", 401, "authorization_missing"],
    ["two tokens", (token) => `subject_token=${token}&subject_token=${token}`, 401, "authorization_malformed"],
    ["an opaque token", () => "subject_token=opaque", 403, "authorization_unsupported"],
    ["an API key", () => "subject_token=sk_aui_proj_0abc_0def", 403, "provider_token_required"],
    [
      "a token with a changed signature",
      (token) => `subject_token=${token.slice(0, -9)}AAAAAAAAA`,
      403,
      "token_invalid",
    ],
  ])(
    "F52 rejects an exchange form that contains %s, and responds with a specific status and error code",
    async (_label, bodyOf, status, code) => {
      expect(await post(bodyOf(await signed()))).toMatchObject({ status, body: { code } });
    },
  );

  test("F52 an exchange ignores a form if the Authorization header is present, and ignores a text body", async () => {
    const token = await signed();
    expect(
      await post(`subject_token=${token}`, { "Content-Type": FORM, Authorization: "Bearer opaque" }),
    ).toMatchObject({
      status: 403,
      body: { code: "authorization_unsupported" },
    });
    expect(await post(`subject_token=${token}`, { "Content-Type": "text/plain" })).toMatchObject({ status: 401 });
  });

  test("F52 a route other than the exchange reads no credential from a body", async () => {
    const token = await signed();
    for (const path of ["/v1/auth/tokens", "/v1/threads"]) {
      const url = new URL(path, EXCHANGE);
      const request = new Request(url, {
        method: "POST",
        body: `subject_token=${token}`,
        headers: { "Content-Type": FORM },
      });
      expect((await t.authority.fetch(request)).status).toBe(401);
    }
  });
});
