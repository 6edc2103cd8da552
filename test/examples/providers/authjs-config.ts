import type { AuthConfig } from "@auth/core";

/** What your auth.ts needs besides its providers: the user's id, which Auth.js leaves out of the session. */
export const callbacks: AuthConfig["callbacks"] = {
  session({ session, token }) {
    if (token.sub) session.user.id = token.sub;
    return session;
  },
};
