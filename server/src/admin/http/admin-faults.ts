import { HttpFault } from "../../http/http-fault.ts";

/** What an admin is told of a refused field, by its name. */
export type FieldMessages = Readonly<Record<string, string>>;

/** Every refusal of the admin API that is not a refusal of a setting itself. */
export const adminFaults = {
  foreignOrigin: (origin: string) =>
    new HttpFault(403, "foreign_origin", `The dashboard may only be used from ${origin}`),
  sessionMissing: () => new HttpFault(401, "session_missing", "Sign in first"),
  signInRefused: () => new HttpFault(401, "sign_in_refused", "The password is not right, or no admin has been set up"),
  setUpRefused: () =>
    new HttpFault(
      403,
      "set_up_refused",
      "The set-up link is not valid: it works once, for an hour, until a newer one is made",
    ),
  currentPasswordRefused: () =>
    new HttpFault(403, "password_refused", "The present password is not right", {
      fields: { current: "Is not the present password" },
    }),
  passwordOff: (provider: string) =>
    new HttpFault(403, "password_off", "The password does not open this dashboard", {
      remedy: `Sign in with ${provider}.`,
    }),
  tooManyTries: (retryAfterSeconds: number) =>
    new HttpFault(429, "rate_limited", "Too many tries: wait a while", { retryAfter: retryAfterSeconds }),
  notJson: () => new HttpFault(415, "content_type", "The content type must be application/json"),
  malformedJson: () => new HttpFault(400, "json_malformed", "The body must be one JSON object"),
  fields: (fields: FieldMessages) => new HttpFault(400, "fields_invalid", "Some fields are not right", { fields }),
} as const;
