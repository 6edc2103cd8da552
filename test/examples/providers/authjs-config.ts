import type { AuthConfig } from "@auth/core";

/** What your auth.ts needs besides its providers: an id of the user that stays the same, and puts it into the session. */
export const callbacks: AuthConfig["callbacks"] = {
  jwt({ token, account }) {
    // Without a database adapter Auth.js makes a new random `sub` at each sign-in with an OAuth provider.
    if (account?.type === "oauth" || account?.type === "oidc") {
      token.sub = `${account.provider}|${account.providerAccountId}`;
    }
    return token;
  },
  session({ session, token }) {
    if (token.sub) session.user.id = token.sub;
    return session;
  },
};
