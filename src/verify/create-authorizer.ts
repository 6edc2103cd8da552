import { readBearer } from "../core/protocol.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { TokenVerificationError } from "./token-verification-error.ts";
import type { VerifiedWorkspace } from "./verified-workspace.ts";
import {
  createWorkspaceTokenVerifier,
  type VerifyOptions,
  type WorkspaceTokenVerifier,
} from "./verify-workspace-token.ts";

/**
 * The options of a guard: the verifier's options, or an existing verifier. Pass a verifier to push lists of revocations
 * to it with `applyRevocations`.
 */
export type GuardOptions = VerifyOptions | WorkspaceTokenVerifier;

/**
 * The result for an `Authorization` header: the token's claims if the token is valid, otherwise the response that
 * refuses the request.
 */
export type Authorization = { workspace: VerifiedWorkspace; refusal?: never } | { refusal: Refusal; workspace?: never };

/**
 * Creates the function with which a guard verifies the `Authorization` header of each request.
 *
 * @throws `configuration` for an invalid option
 */
export function createAuthorizer(options: GuardOptions): (header: string | null | undefined) => Promise<Authorization> {
  const verify = typeof options === "function" ? options : createWorkspaceTokenVerifier(options);
  return async (header) => {
    try {
      return { workspace: await verify(readBearer(header) ?? "") };
    } catch (error) {
      if (error instanceof TokenVerificationError) return { refusal: refusalOf(error) };
      throw error;
    }
  };
}
