import { act } from "@testing-library/react";
import { Amplify } from "aws-amplify";
import { signIn } from "aws-amplify/auth";
import { serveProvider } from "../serve-provider.ts";
import { providerFixtures } from "../support/provider-fixtures.ts";
import { providerOf } from "../support/provider-of.ts";

const { userPoolId, clientId } = providerFixtures.cognito.input;

/**
 * Starts a local server that simulates a Cognito user pool, and configures Amplify to call this server. The refresh
 * token of a user is the user's name.
 */
export async function startCognito(organizations: Record<string, string> = {}) {
  const state = { organizations, refusal: null as { status: number; type: string } | null };
  const url = await serveProvider(async ({ target, fields }) => {
    const operation = target.split(".")[1];
    if (operation === "RevokeToken") return {};
    if (state.refusal)
      return { status: state.refusal.status, body: { __type: state.refusal.type, message: "Refused" } };
    const name = fields["RefreshToken"] ?? (fields["AuthParameters"] as unknown as { USERNAME: string }).USERNAME;
    const provider = providerOf("cognito");
    const org = state.organizations[name];
    const person = { sub: name, ...(org === undefined ? {} : { "custom:org": org }) };
    const accessClaims = { sub: name, username: name, "cognito:username": null, token_use: "access", aud: null };
    return {
      body: {
        ChallengeParameters: {},
        AuthenticationResult: {
          IdToken: await provider.sign(person),
          AccessToken: await provider.sign({ ...accessClaims, client_id: clientId }),
          RefreshToken: name,
          ExpiresIn: 3600,
          TokenType: "Bearer",
        },
      },
    };
  });
  const pool = { userPoolId, userPoolClientId: String(clientId), userPoolEndpoint: url.href };
  Amplify.configure({ Auth: { Cognito: pool } });
  return state;
}

/** Signs a user in. The password does not matter. */
export const signInAs = (username: string) =>
  act(() => signIn({ username, password: "secret", options: { authFlowType: "USER_PASSWORD_AUTH" } }));
