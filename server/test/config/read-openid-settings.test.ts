import { describe, expect, test } from "vitest";
import { readOpenIdSettings } from "../../src/config/read-openid-settings.ts";

const valid = { issuer: "https://login.example.com", clientId: "dashboard", allow: { subjects: ["ada"] } };
const read = (more: object = {}, allowInsecure = false) => readOpenIdSettings({ ...valid, ...more }, allowInsecure);

describe("the settings of the dashboard's OpenID sign-in", () => {
  test("the OpenID sign-in requires an issuer, a client id and at least one admitted user", () => {
    expect(read()).toEqual({
      issuer: "https://login.example.com",
      clientId: "dashboard",
      clientSecret: null,
      subjects: ["ada"],
      emails: [],
      claim: null,
      name: "login.example.com",
      scope: "openid profile",
      passwordSignIn: true,
    });
    expect(read({ allow: { emails: ["Ada@Team.example"] } })).toMatchObject({
      emails: ["ada@team.example"],
      scope: "openid profile email",
    });
  });

  test.each([{}, { subjects: [] }, { subjects: [], emails: [] }])(
    "S60 rejects the admission list %j because it admits no user",
    (allow) => {
      expect(() => read({ allow })).toThrow(
        expect.objectContaining({
          code: "invalid_setting",
          message: expect.stringContaining("every user of the provider would be an admin"),
          remedy: expect.stringContaining("--openid-subject"),
        }),
      );
    },
  );

  test.each([
    ["http://login.example.com", "must start with https://"],
    ["http://localhost:9000", "only in development"],
    ["http://127.0.0.1.example.com", "must start with https://"],
    ["ftp://login.example.com", "must start with https://"],
    ["https://ada@login.example.com", "must have no user"],
    ["https://login.example.com/?tenant=1", "must have no user, query"],
    ["login.example.com", "is not an absolute URL"],
  ])("S31 rejects the OpenID issuer %s", (issuer, problem) => {
    expect(() => read({ issuer })).toThrow(
      expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(problem) }),
    );
  });

  test("S38 accepts an http:// OpenID issuer only on a local host in development", () => {
    expect(read({ issuer: "http://localhost:9000/realm" }, true).name).toBe("localhost:9000");
    expect(() => read({ issuer: "http://login.example.com" }, true)).toThrow("must start with https://");
  });

  test.each([
    ["adminOpenId.clientId", { clientId: "" }],
    ["adminOpenId.clientSecret", { clientSecret: "" }],
    ["adminOpenId.allow.emails.1", { allow: { emails: ["ada@team.example", "team.example"] } }],
    ["adminOpenId.allow.subjects", { allow: { subjects: Array.from({ length: 257 }, String) } }],
    ["adminOpenId.allow.claim.name", { allow: { claim: { name: "a claim", value: "x" } } }],
    ["adminOpenId.allow.claim.value", { allow: { claim: { name: "groups", value: "" } } }],
    ["adminOpenId.allow", { allow: { everybody: true } }],
    ["adminOpenId.scope", { scope: "email" }],
    ["adminOpenId.scope", { scope: "openid  email" }],
    ["adminOpenId.name", { name: " " }],
    ["adminOpenId.name", { name: "x".repeat(41) }],
    ["adminOpenId.passwordSignIn", { passwordSignIn: "no" }],
    ["adminOpenId", { redirectUri: "https://evil.example" }],
  ])("rejects an invalid value of `%s` and names the option", (path, more) => {
    expect(() => read(more)).toThrow(
      expect.objectContaining({ code: "invalid_setting", message: expect.stringContaining(`\`${path}\` of`) }),
    );
  });

  test("S47 an error about the OpenID settings repeats neither an invalid e-mail address nor the client secret", () => {
    expect(() => read({ allow: { emails: ["ada of team.example"] } })).not.toThrow("ada");
    expect(() => read({ clientSecret: "a secret".repeat(100) })).not.toThrow("a secret");
  });
});
