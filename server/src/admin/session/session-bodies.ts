import { z } from "zod";
import { adminName, FIRST_ADMIN } from "./admin-name.ts";

/** A password as it is sent; whether it is a good one is checked where it is set. */
const password = z.string("Enter a password").min(1, "Enter a password").max(1024, "Must have at most 256 characters");

/** The body of `POST /admin/api/session`; the name is by default that of the first admin. */
export const signInBody = z.strictObject({ name: adminName.default(FIRST_ADMIN), password });
export type SignInBody = z.input<typeof signInBody>;

/** The body of `POST /admin/api/setup`. The name counts for the first admin alone; any other link has its own. */
export const setUpBody = z.strictObject({
  token: z.string("Open the set-up link").min(1, "Open the set-up link").max(128, "Open the set-up link"),
  name: adminName.default(FIRST_ADMIN),
  password,
});
export type SetUpBody = z.input<typeof setUpBody>;

/** The body of `PUT /admin/api/password`. */
export const passwordBody = z.strictObject({ current: password, password });
export type PasswordBody = z.input<typeof passwordBody>;

/** The team's own OpenID provider, as a way in. */
export interface OpenIdWay {
  /** What the button says. */
  name: string;
  /** Whether it is the only one, the password being switched off. */
  only: boolean;
}

/** Who is signed in; `isSetUp` tells whether there is a password to sign in with, `openId` is left out where there is no such way. */
export type SessionState =
  | {
      signedIn: false;
      isSetUp: boolean;
      openId?: OpenIdWay;
      /** Set where the browser came with a session that has ended. */
      hasEnded?: true;
    }
  | {
      signedIn: true;
      isSetUp: boolean;
      openId?: OpenIdWay;
      /** Set where nobody on this machine needs to sign in, so that there is nothing to sign out of. */
      isOpen?: true;
      /** The admin's name in the audit log; absent without a session. */
      name?: string;
      /** How the admin signed in; absent without a session. */
      way?: "password" | "openid";
      /** When the session ends unless it is used, as ISO text. */
      expiresAt: string;
      /** When it ends in any case, as ISO text. */
      endsAt: string;
    };
