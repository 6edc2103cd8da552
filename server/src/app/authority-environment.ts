import type { PageVariables } from "../http/project-cors.ts";
import type { DecisionVariables } from "../http/record-decisions.ts";
import type { ClientConnection } from "./client-connection.ts";

/** The types of the variables and bindings in Hono's context, for the public routes. */
export type AuthorityEnvironment = DecisionVariables & PageVariables & { Bindings: { connection?: ClientConnection } };
