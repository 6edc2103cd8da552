import type { AuthConfig } from "@auth/core";

/** Callbacks for your auth.ts: they put a stable id of the user into the session. */
export const callbacks: AuthConfig["callbacks"] = {
  jwt({ token, account }) {
    // Without a database adapter Auth.js creates a new random `sub` at each sign-in with an OAuth provider.
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
