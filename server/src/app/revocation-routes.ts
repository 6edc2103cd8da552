import type { Context, Hono } from "hono";
import { REVOCATIONS_PATH } from "../../../src/core/protocol.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { Refusal } from "../base/refusal.ts";
import { respond } from "../http/respond.ts";
import { revocationBody, toRevocationAnswer, toRevocationInput } from "../revocations/revocation-body.ts";
import type { Revocations } from "../revocations/revocations.ts";
import { readJsonBody } from "../thread-api/thread-request.ts";
import type { AuthorityEnvironment } from "./authority-environment.ts";

type RevocationContext = Context<AuthorityEnvironment>;

/**
 * Adds the route by which a backend signs out a user, a workspace or the whole project.
 *
 * @param admitBackend proves that an API key was sent, and returns its id
 */
export function addRevocationRoutes(
  app: Hono<AuthorityEnvironment>,
  revocations: Revocations,
  admitBackend: (c: RevocationContext) => Promise<string>,
): void {
  app.post(REVOCATIONS_PATH, async (c) => {
    const id = await admitBackend(c);
    const input = toRevocationInput(await readJsonBody(c, revocationBody));
    const stored = await revocations.add(input, { actor: "program", id }).catch(toRefusal);
    return respond(toRevocationAnswer(stored), c.get("pageHeaders"), 201);
  });
}

const FIELDS: Readonly<Record<string, string>> = { issuedBefore: "issued_before" };

/** A refused setting is an error of the body here. */
function toRefusal(thrown: unknown): never {
  if (!isAuthorityError(thrown) || thrown.code !== "invalid_setting") throw thrown;
  const { setting, message, remedy } = thrown;
  const path = setting === null ? "" : (FIELDS[setting.field] ?? setting.field);
  throw new Refusal("schema_validation", { details: [{ path, message: setting?.problem ?? `${message} ${remedy}` }] });
}
