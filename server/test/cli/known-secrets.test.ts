import { expect, test } from "vitest";
import { knownSecrets } from "../../src/cli/known-secrets.ts";

test.each([
  "AUTHORITY_SECRET",
  "AUTHORITY_SECRET_PREVIOUS",
  "AUTHORITY_OPENID_CLIENT_SECRET",
  "TITLE_MODEL_API_KEY",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
])("S47 the log redacts the value of %s", (name) => {
  expect(knownSecrets({ [name]: "correct horse" })).toEqual(["correct horse"]);
});

test.each(["DATABASE_URL", "DATABASE_LISTEN_URL", "HTTPS_PROXY", "https_proxy"])(
  "S47 for the URL in %s, the log redacts the decoded password",
  (name) => {
    expect(knownSecrets({ [name]: "http://ada:correct%20horse@host.example" })).toEqual(["correct horse"]);
  },
);

test("knownSecrets() omits values shorter than 8 characters and URLs that cannot be parsed", () => {
  expect(knownSecrets({ AUTHORITY_SECRET: "1234567", DATABASE_URL: "postgres://a:b@host", HTTPS_PROXY: "?" })).toEqual(
    [],
  );
});
