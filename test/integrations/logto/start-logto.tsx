import { type LogtoConfig, LogtoProvider, useLogto } from "@logto/react";
import type { TokenSource } from "assistant-cloud-auth";
import { type LogtoTokenSourceOptions, useLogtoTokenSource } from "assistant-cloud-auth/logto";
import { type PropsWithChildren, useState } from "react";
import { serveProvider } from "../serve-provider.ts";
import { providerOf } from "../support/provider-of.ts";
import { renderApp } from "../support/render-app.tsx";

const appId = "logto-app";
export const resource = "https://api.example.com";

/**
 * Starts a local server that simulates Logto. Stores a session in this browser, as Logto's SDK does after a sign-in.
 */
export async function startLogto() {
  const state = { user: "ada000000001", refusal: null as string | null };
  const provider = providerOf("logto");
  const idToken = () => provider.sign({ sub: state.user, aud: appId });
  const url: URL = await serveProvider(async ({ path, fields }) => {
    if (path === "/oidc/.well-known/openid-configuration") {
      const endpoint = (name: string) => `${url.origin}/oidc/${name}`;
      return {
        body: {
          issuer: provider.issuer,
          jwks_uri: provider.jwksUrl,
          authorization_endpoint: endpoint("auth"),
          token_endpoint: endpoint("token"),
          userinfo_endpoint: endpoint("me"),
          end_session_endpoint: endpoint("session/end"),
          revocation_endpoint: endpoint("token/revocation"),
        },
      };
    }
    if (path !== "/oidc/token") return {};
    const { resource: asked, organization_id, refresh_token } = fields;
    const refusal = state.refusal ?? (asked === undefined || asked === resource ? null : "invalid_target");
    if (refusal !== null) return { status: 400, body: { code: `oidc.${refusal}`, message: refusal, error: refusal } };
    // As Logto does, name the organization only in the audience unless the request names a resource.
    const named = asked === undefined ? { aud: `urn:logto:organization:${organization_id}` } : { organization_id };
    const claims = { sub: state.user, jti: "token-1", ...(organization_id === undefined ? {} : named) };
    const isOpaque = asked === undefined && organization_id === undefined;
    return {
      body: {
        access_token: isOpaque ? "fv2XJNRkA1nTnOMbK7dsTPZ0kyO3m" : await provider.sign(claims),
        refresh_token: `${refresh_token}+`,
        id_token: await idToken(),
        expires_in: 3600,
        scope: "openid offline_access profile",
      },
    };
  });
  const signIn = async (user: string) => {
    state.user = user;
    localStorage.setItem(`logto:${appId}:idToken`, await idToken());
    localStorage.setItem(`logto:${appId}:refreshToken`, "refresh-1");
  };
  await signIn(state.user);
  config = { endpoint: url.origin, appId, resources: [resource] };
  return { state, signIn };
}

let config: LogtoConfig | undefined;

function Providers({ children }: PropsWithChildren) {
  return config && <LogtoProvider config={config}>{children}</LogtoProvider>;
}

/** The options for the first render, a function that changes the options, and the results of the last render. */
export const page: {
  first: LogtoTokenSourceOptions;
  choose?: (options: LogtoTokenSourceOptions) => void;
  logto?: ReturnType<typeof useLogto>;
  source?: TokenSource;
} = { first: {} };

function useSource(): TokenSource {
  const [options, setOptions] = useState(page.first);
  const logto = useLogto();
  const source = useLogtoTokenSource(logto, options);
  Object.assign(page, { choose: setOptions, logto, source });
  return source;
}

/** Opens the app, which calls the server that was started last. */
export function start(first: LogtoTokenSourceOptions) {
  page.first = first;
  return renderApp({ useSource, Providers, random: () => 0 });
}
