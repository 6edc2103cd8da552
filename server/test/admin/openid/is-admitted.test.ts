import { describe, expect, test } from "vitest";
import { isAdmitted, joinClaims } from "../../../src/admin/openid/is-admitted.ts";
import { readOpenIdSettings } from "../../../src/config/read-openid-settings.ts";

const allowing = (allow: object) =>
  readOpenIdSettings({ issuer: "https://login.example.com", clientId: "dashboard", allow }, false);

describe("admission to the dashboard after a sign-in with an OpenID provider", () => {
  const byEmail = allowing({ emails: ["ada@team.example", "Kim@team.example"] });
  test.each([
    [{ email: "ADA@team.example", email_verified: true }, true],
    [{ email: "ada@team.example", email_verified: false }, false],
    [{ email: "ada@team.example", email_verified: "true" }, false],
    [{ email: "ada@team.example", email_verified: 1 }, false],
    [{ email: "ada@team.example" }, false],
    [{ email: ["ada@team.example"], email_verified: true }, false],
    [{ email: "ada@team.example ", email_verified: true }, false],
    [{ email: "\u212Aim@team.example", email_verified: true }, false],
    [{ email: "\u0430da@team.example", email_verified: true }, false],
    [{ sub: "ada@team.example" }, false],
  ])("S60 for the user's claims %j and a list of allowed e-mails, isAdmitted() returns %s", (claims, expected) => {
    expect(isAdmitted({ sub: "1", ...claims }, byEmail)).toBe(expected);
  });

  test.each([
    [{ sub: "ada" }, true],
    [{ sub: "Ada" }, false],
    [{ sub: ["ada"] }, false],
    [{}, false],
  ])("S60 for the user's claims %j and a list of allowed subjects, isAdmitted() returns %s", (claims, expected) => {
    expect(isAdmitted(claims, allowing({ subjects: ["ada"] }))).toBe(expected);
  });

  test.each([
    [{ groups: "platform" }, true],
    [{ groups: ["staff", "platform"] }, true],
    [{ groups: ["platform-guests"] }, false],
    [{ groups: [["platform"]] }, false],
    [{ groups: { platform: true } }, false],
    [{ groups: null }, false],
    [{}, false],
  ])("S60 for the user's claims %j and a required group, isAdmitted() returns %s", (claims, expected) => {
    expect(isAdmitted({ sub: "1", ...claims }, allowing({ claim: { name: "groups", value: "platform" } }))).toBe(
      expected,
    );
  });

  test("S60 admits a user only if the user has the required claim and is on the list of subjects", () => {
    const both = allowing({ subjects: ["ada"], claim: { name: "realm.role", value: "admin" } });
    expect(isAdmitted({ sub: "ada", realm: { role: "admin" } }, both)).toBe(true);
    expect(isAdmitted({ sub: "ada", realm: { role: "guest" } }, both)).toBe(false);
    expect(isAdmitted({ sub: "eve", realm: { role: "admin" } }, both)).toBe(false);
  });
});

test("S60 treats an e-mail as verified only if `email_verified` comes from the same source as the e-mail", () => {
  const userInfo = { email: "ada@team.example", email_verified: true, groups: ["staff"] };
  expect(joinClaims({ sub: "1", email: "eve@team.example" }, userInfo)).toEqual({
    sub: "1",
    email: "eve@team.example",
    email_verified: undefined,
    groups: ["staff"],
  });
  expect(joinClaims({ sub: "1", email_verified: true }, { email: "ada@team.example" })).toMatchObject({
    email: "ada@team.example",
    email_verified: undefined,
  });
});
