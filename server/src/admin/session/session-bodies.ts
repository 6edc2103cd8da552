import { z } from "zod";
import { adminName, FIRST_ADMIN } from "./admin-name.ts";

/**
 * The schema of a password in a request. The only purpose of the limit of 1,024 code points is to prevent the hashing
 * of long texts. When an admin sets a password, the server also checks the password's strength and the exact limit of
 * 256 characters.
 */
const password = z.string("Enter a password").min(1, "Enter a password").max(1024, "Must have at most 256 characters");

/** The body of `POST /admin/api/session`. The default of `name` is `admin`. */
export const signInBody = z.strictObject({ name: adminName.default(FIRST_ADMIN), password });
export type SignInBody = z.input<typeof signInBody>;

/**
 * The body of `POST /admin/api/setup`. `name` is the name of the first admin. It is ignored for other admins, whose
 * link contains their name.
 */
export const setUpBody = z.strictObject({
  token: z.string("Open the set-up link").min(1, "Open the set-up link").max(128, "Open the set-up link"),
  name: adminName.default(FIRST_ADMIN),
  password,
});
export type SetUpBody = z.input<typeof setUpBody>;

/** The body of `PUT /admin/api/password`. */
export const passwordBody = z.strictObject({ current: password, password });
export type PasswordBody = z.input<typeof passwordBody>;

/** What the sign-in page shows about the team's OpenID provider. */
export interface OpenIdSignIn {
  /** The provider's name on the sign-in button. */
  name: string;
  /** Whether the provider is the only way to sign in. True if passwords are disabled. */
  only: boolean;
}

/**
 * The state of the browser's session. `isSetUp` is true if an admin has a password. `openId` is missing if no OpenID
 * provider is configured.
 *
 * If local users need no session, `isSetUp` is always true, and `openId` is missing. The times `expiresAt` and `endsAt`
 * are then 24 hours in the future.
 */
export type SessionState =
  | {
      signedIn: false;
      isSetUp: boolean;
      openId?: OpenIdSignIn;
      /** Present if the browser had a session that has ended. */
      hasEnded?: true;
    }
  | {
      signedIn: true;
      isSetUp: boolean;
      openId?: OpenIdSignIn;
      /** Present if local users need no session and therefore cannot sign out. */
      needsNoSession?: true;
      /** The admin's name in the audit log; missing without a session. */
      name?: string;
      /** How the admin signed in; missing without a session. */
      signInMethod?: "password" | "openid";
      /** The ISO 8601 time at which the session ends if no request uses it before that time. */
      expiresAt: string;
      /** The ISO 8601 time at which the session ends even if requests use it. */
      endsAt: string;
    };
