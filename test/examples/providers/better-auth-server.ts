import { betterAuth } from "better-auth";
import { jwt, organization } from "better-auth/plugins";

export const auth = betterAuth({
  baseURL: "https://app.example.com",
  emailAndPassword: { enabled: true },
  plugins: [
    organization(),
    jwt({
      jwt: {
        // Without this the token carries the whole user, name and address too.
        definePayload: ({ session }) => ({ activeOrganizationId: session["activeOrganizationId"] ?? undefined }),
      },
    }),
  ],
});
