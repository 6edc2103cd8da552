import type { Context, Hono } from "hono";
import { REVOCATION_LIST_PATH, REVOCATIONS_PATH } from "../../../src/core/protocol.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { Refusal } from "../base/refusal.ts";
import { respond } from "../http/respond.ts";
import { revocationBody, toRevocationAnswer, toRevocationInput } from "../revocations/revocation-body.ts";
import type { Revocations } from "../revocations/revocations.ts";
import type { SignedRevocations } from "../signing/signed-revocations.ts";
import { readJsonBody } from "../thread-api/thread-request.ts";
import type { AuthorityEnvironment } from "./authority-environment.ts";

type RevocationContext = Context<AuthorityEnvironment>;

/**
 * Adds the route on which a backend creates revocations, and the route from which verifiers read the signed list of
 * revocations.
 *
 * @param authenticateBackend authenticates the backend by its API key and returns the id of the key
 * @param signedList returns the current signed list
 */
export function addRevocationRoutes(
  app: Hono<AuthorityEnvironment>,
  revocations: Revocations,
  authenticateBackend: (c: RevocationContext) => Promise<string>,
  signedList: () => Promise<SignedRevocations>,
): void {
  app.post(REVOCATIONS_PATH, async (c) => {
    const id = await authenticateBackend(c);
    const input = toRevocationInput(await readJsonBody(c, revocationBody));
    const stored = await revocations.add(input, { actor: "program", id }).catch(throwAsRefusal);
    return respond(toRevocationAnswer(stored), c.get("pageHeaders"), 201);
  });
  app.get(REVOCATION_LIST_PATH, async (c) => {
    const { text, etag } = await signedList();
    const headers = { ETag: etag, "Cache-Control": "public, max-age=1" };
    const etags = (c.req.header("If-None-Match") ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
    return etags.includes(etag) ? c.body(null, 304, headers) : c.json({ revocations: text }, 200, headers);
  });
}

const FIELDS: Readonly<Record<string, string>> = { issuedBefore: "issued_before" };

/** Throws a `schema_validation` refusal if the error is `invalid_setting`. Throws any other error unchanged. */
function throwAsRefusal(thrown: unknown): never {
  if (!isAuthorityError(thrown) || thrown.code !== "invalid_setting") throw thrown;
  const { setting, message, remedy } = thrown;
  const path = setting === null ? "" : (FIELDS[setting.field] ?? setting.field);
  throw new Refusal("schema_validation", { details: [{ path, message: setting?.problem ?? `${message} ${remedy}` }] });
}
