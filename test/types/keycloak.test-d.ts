// Compiled, not run: Keycloak's types must fit the hook's parameters.
import type Keycloak from "keycloak-js";
import type { KeycloakClient } from "../../src/integrations/keycloak.ts";

declare const keycloak: Keycloak;
keycloak satisfies KeycloakClient;
