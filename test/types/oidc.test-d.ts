// Compiled, not run: the SDKs' types must fit the hook's parameters.
import type { User } from "oidc-client-ts";
import type { AuthContextProps } from "react-oidc-context";
import type { OidcAuth } from "../../src/integrations/oidc.ts";

declare const oidc: AuthContextProps;
oidc satisfies OidcAuth<User>;
