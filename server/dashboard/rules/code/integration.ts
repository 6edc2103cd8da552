/** How an app hands an auth provider's tokens to the client. */
export interface Integration {
  /** The package's entry: `assistant-cloud-auth/<entry>`. */
  entry: string;
  hook: string;
  /** Import lines of the provider's own SDK. */
  imports: readonly string[];
  /** What stands before the component. */
  before?: string;
  /** What stands in the component before the hook. */
  within?: readonly string[];
  /** What the hook is given. */
  given: string;
}

/** The integration of each provider that a rule can be made for. */
export const integrations: Readonly<Record<string, Integration>> = {
  clerk: {
    entry: "clerk",
    hook: "useClerkTokenSource",
    imports: ['import { useAuth } from "@clerk/react"; // or @clerk/nextjs, @clerk/expo …'],
    given: "useAuth()",
  },
  auth0: {
    entry: "auth0",
    hook: "useAuth0TokenSource",
    imports: ['import { useAuth0 } from "@auth0/auth0-react";'],
    given: "useAuth0()",
  },
  supabase: {
    entry: "supabase",
    hook: "useSupabaseTokenSource",
    imports: ['import { supabase } from "./supabase"; // what createClient() returned'],
    given: "supabase",
  },
  firebase: {
    entry: "firebase",
    hook: "useFirebaseTokenSource",
    imports: ['import { getAuth } from "firebase/auth";'],
    before: "const auth = getAuth();",
    given: "auth",
  },
  stytch: {
    entry: "stytch",
    hook: "useStytchTokenSource",
    imports: ['import { useStytch } from "@stytch/react";'],
    given: "useStytch()",
  },
  "stytch-b2b": {
    entry: "stytch",
    hook: "useStytchB2BTokenSource",
    imports: ['import { useStytchB2BClient } from "@stytch/react/b2b";'],
    given: "useStytchB2BClient()",
  },
  kinde: {
    entry: "kinde",
    hook: "useKindeTokenSource",
    imports: ['import { useKindeAuth } from "@kinde-oss/kinde-auth-react";'],
    given: "useKindeAuth()",
  },
  workos: {
    entry: "workos",
    hook: "useWorkOSTokenSource",
    imports: ['import { useAuth } from "@workos-inc/authkit-react";'],
    given: "useAuth()",
  },
  logto: {
    entry: "logto",
    hook: "useLogtoTokenSource",
    imports: ['import { useLogto } from "@logto/react";'],
    before: 'const resource = "https://api.example.com"; // of your Logto config',
    given: "useLogto(), { resource }",
  },
  descope: {
    entry: "descope",
    hook: "useDescopeTokenSource",
    imports: ['import { useDescope, useSession } from "@descope/react-sdk";'],
    given: "useSession(), useDescope()",
  },
  "better-auth": {
    entry: "better-auth",
    hook: "useBetterAuthTokenSource",
    imports: [
      'import { jwtClient } from "better-auth/client/plugins";',
      'import { createAuthClient } from "better-auth/react";',
    ],
    before: "const authClient = createAuthClient({ plugins: [jwtClient()] });",
    given: "authClient",
  },
  keycloak: {
    entry: "keycloak",
    hook: "useKeycloakTokenSource",
    imports: ['import { keycloak } from "./keycloak"; // your Keycloak instance'],
    given: "keycloak",
  },
  cognito: {
    entry: "cognito",
    hook: "useCognitoTokenSource",
    imports: ['import { fetchAuthSession } from "aws-amplify/auth";', 'import { Hub } from "aws-amplify/utils";'],
    given: "{ fetchAuthSession, Hub }",
  },
  entra: {
    entry: "entra",
    hook: "useEntraTokenSource",
    imports: ['import { useAccount, useMsal } from "@azure/msal-react";'],
    within: [
      "const { instance, accounts, inProgress } = useMsal();",
      "const account = useAccount() ?? accounts[0] ?? null;",
    ],
    given: "{ instance, account, inProgress }",
  },
  google: {
    entry: "google",
    hook: "useGoogleTokenSource",
    imports: ['import { useCredential } from "./google"; // what GoogleLogin gave to onSuccess'],
    within: ["const credential = useCredential();"],
    given: "credential",
  },
  oidc: {
    entry: "oidc",
    hook: "useOidcTokenSource",
    imports: ['import { useAuth } from "react-oidc-context";'],
    given: "useAuth()",
  },
};
