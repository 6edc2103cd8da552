import { readBearer } from "../core/protocol.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import type { VerifyOptions } from "./verify-options.ts";
import { createWorkspaceTokenVerifier, type WorkspaceTokenVerifier } from "./verify-workspace-token.ts";

/**
 * The options of a guard: the verifier's options, or an existing verifier. With an existing verifier, the app can also
 * call the verifier's `applyRevocations`.
 */
export type GuardOptions = VerifyOptions | WorkspaceTokenVerifier;

/**
 * The result of checking an `Authorization` header. If the token is valid, the result has the token's claims.
 * Otherwise, it has the response that refuses the request.
 */
export type Authorization = { workspace: VerifiedWorkspace; refusal?: never } | { refusal: Refusal; workspace?: never };

/**
 * Creates a function that verifies the token in an `Authorization` header. Each guard uses such a function.
 *
 * @throws `configuration` for an invalid option
 */
export function createAuthorizer(options: GuardOptions): (header: string | null | undefined) => Promise<Authorization> {
  const verify = typeof options === "function" ? options : createWorkspaceTokenVerifier(options);
  return async (header) => {
    try {
      // RFC 9110 §11.4 allows several spaces after `Bearer`. Other readers of the header accept only one.
      return { workspace: await verify(readBearer(header?.replace(/ +/, " ")) ?? "") };
    } catch (error) {
      if (error instanceof TokenVerificationError) return { refusal: refusalOf(error) };
      throw error;
    }
  };
}
