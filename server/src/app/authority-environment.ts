import type { PageVariables } from "../http/project-cors.ts";
import type { DecisionVariables } from "../http/record-decisions.ts";
import type { ClientConnection } from "./client-connection.ts";

/** The Hono environment of the public routes: the variables and bindings of the context. */
export type AuthorityEnvironment = DecisionVariables & PageVariables & { Bindings: { connection?: ClientConnection } };
