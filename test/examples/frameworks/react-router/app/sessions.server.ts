import { createCookieSessionStorage } from "react-router";

/** The app's own sessions, in a signed cookie. */
export const sessions = createCookieSessionStorage<{ userId: string; orgId: string }>({
  cookie: {
    name: "__session",
    httpOnly: true,
    sameSite: "lax",
    secure: true,
    secrets: [process.env["SESSION_SECRET"] ?? ""],
  },
});
