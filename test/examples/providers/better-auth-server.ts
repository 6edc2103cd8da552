import { betterAuth } from "better-auth";
import { jwt, organization } from "better-auth/plugins";

export const auth = betterAuth({
  baseURL: "https://app.example.com",
  emailAndPassword: { enabled: true },
  plugins: [
    organization(),
    jwt({
      jwt: {
        // By default the token contains the whole user, name and e-mail address included.
        definePayload: ({ session }) => ({ activeOrganizationId: session["activeOrganizationId"] ?? undefined }),
      },
    }),
  ],
});
