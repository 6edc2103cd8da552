// Compiled, not run: Keycloak's own types fit ours.
import type Keycloak from "keycloak-js";
import type { KeycloakClient } from "../../src/integrations/keycloak.ts";

declare const keycloak: Keycloak;
keycloak satisfies KeycloakClient;
